import { BrandMark } from '@mateship/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Link } from './open-link.js';
import { PasswordForm } from './password-form.js';
import classes from './share-page.module.css';
import { SharedChat } from './shared-chat.js';
import { readerClient, useShare } from './use-share.js';

/** The whole page: one link, and what it opens. */
export function SharePage({ link }: { link: Link | null }) {
  const { t } = useTranslation();
  const [{ client, session }] = useState(readerClient);
  const { view, open } = useShare(link, client);
  const title = view.state === 'open' ? view.share.snapshot.title : null;

  useEffect(() => {
    document.title = title || t('sharePage.title');
  }, [title, t]);

  return (
    <>
      <header className={classes.top}>
        <a className={classes.brand} href="/">
          <BrandMark size={22} /> Mateship
        </a>
        <span>{t('sharePage.title')}</span>
      </header>
      <main className={classes.main}>
        {view.state === 'opening' && (
          <p className={`${classes.notice} ${classes.opening}`} role="status">
            {t(link?.hasPassword ? 'sharePage.checking' : 'sharePage.opening')}
          </p>
        )}
        {view.state === 'locked' && <PasswordForm {...view} onSubmit={open} />}
        {view.state === 'trouble' && <Trouble trouble={view.trouble} onRetry={() => open(null)} />}
        {view.state === 'open' && <SharedChat share={view.share} client={client} session={session} />}
      </main>
    </>
  );
}

function Trouble({ trouble, onRetry }: { trouble: Parameters<typeof textsOf>[0]; onRetry: () => void }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const [title, text] = textsOf(trouble);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={classes.notice}>
      <h1 ref={heading} tabIndex={-1}>
        {t(title)}
      </h1>
      <p>{t(text)}</p>
      {(trouble === 'offline' || trouble === 'busy') && (
        <button type="button" className={classes.button} onClick={onRetry}>
          {t('action.retry')}
        </button>
      )}
    </section>
  );
}

const TEXTS = {
  broken: ['sharePage.brokenTitle', 'sharePage.broken'],
  unknown: ['sharePage.unknownTitle', 'sharePage.unknown'],
  gone: ['sharePage.goneTitle', 'sharePage.gone'],
  damaged: ['sharePage.damagedTitle', 'sharePage.damaged'],
  busy: ['sharePage.busyTitle', 'sharePage.busy'],
  offline: ['error.awayTitle', 'sharePage.offline'],
  insecure: ['sharePage.insecureTitle', 'sharePage.insecure'],
} as const;

function textsOf(trouble: keyof typeof TEXTS) {
  return TEXTS[trouble];
}
