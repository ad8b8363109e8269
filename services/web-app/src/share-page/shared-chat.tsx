import type { Client } from '@mateship/client';
import type { SharedMessage } from '@mateship/contracts';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachmentList } from '../chat/message/attachment-list.js';
import message from '../chat/message/message.module.css';
import type { Session } from '../session/session.js';
import { ContinueCopy } from './continue-copy.js';
import type { OpenedShare } from './open-link.js';
import classes from './share-page.module.css';

const Markdown = lazy(() => import('../chat/message/markdown.js'));

/** A snapshot to read: who shared it and for how long, then its messages. */
export function SharedChat({ share, client, session }: { share: OpenedShare; client: Client; session: Session }) {
  const { t, i18n } = useTranslation();
  const { snapshot, sharedBy, createdAt, expiresAt, maxViews, views } = share;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <>
      <h1 className={classes.title}>{snapshot.title || t('chat.untitled')}</h1>
      <p className={classes.facts}>
        {t('sharePage.sharedBy', { name: sharedBy, date: date.format(new Date(createdAt)) })}{' '}
        {expiresAt === null ? t('sharePage.noEnd') : t('sharePage.ends', { date: date.format(new Date(expiresAt)) })}{' '}
        {maxViews !== null && t('sharePage.views', { views, count: maxViews })}
      </p>
      <p className={classes.facts}>{t('sharePage.recall')}</p>
      <div className={classes.messages}>
        {snapshot.messages.map((shared, index) => (
          <Message key={index} index={index} shared={shared} />
        ))}
      </div>
      <ContinueCopy snapshot={snapshot} client={client} session={session} />
    </>
  );
}

function Message({ shared: { role, content, attachments, citations: sources }, index }: { shared: SharedMessage; index: number }) {
  const { t } = useTranslation();
  const idOf = (n: number): string => `source-${index}-${n}`;
  const show = (n: number): void => {
    const source = document.getElementById(idOf(n));
    source?.scrollIntoView({ block: 'center' });
    source?.focus();
  };
  if (role === 'user') {
    return (
      <article className={message.user} aria-label={t('sharePage.question')}>
        <AttachmentList names={attachments} />
        {content && <div className={message.bubble}>{content}</div>}
      </article>
    );
  }
  const citations = sources.map((citation) => ({ ...citation, fileId: null }));
  return (
    <article className={message.assistant} aria-label={t('sharePage.answer')}>
      <Suspense fallback={<div className={message.plain}>{content}</div>}>
        <Markdown text={content} citations={citations} onCite={show} />
      </Suspense>
      {citations.length > 0 && (
        <ol className={classes.sources} aria-label={t('message.sources')}>
          {citations.map(({ n, fileName, page, heading, quote }) => (
            <li key={n} id={idOf(n)} tabIndex={-1}>
              <strong>
                {n}. {fileName}
              </strong>{' '}
              {page === null ? heading : t('message.pageShort', { page })}
              <blockquote>{quote}</blockquote>
            </li>
          ))}
        </ol>
      )}
    </article>
  );
}
