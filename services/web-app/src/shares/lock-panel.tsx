import { Anchor } from '@mantine/core';
import type { Chat, Message } from '@mateship/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { Dialog } from '../app/dialog.js';
import { queryKeys } from '../app/query-keys.js';
import { formatDate } from '../settings/format-date.js';
import classes from './lock-panel.module.css';
import { modelUse } from './model-use.js';
import { RekeyChat } from './rekey-chat.js';

const MOST = 100;

interface LockPanelProps {
  chat: Pick<Chat, 'id' | 'createdAt' | 'keyEpoch' | 'rekeying'>;
  messages: readonly Message[];
  onClose: () => void;
}

/** Says in plain words who can read this chat. */
export default function LockPanel({ chat, messages, onClose }: LockPanelProps) {
  const { t } = useTranslation();
  const { client } = useApp();
  const { data, error } = useQuery({ queryKey: queryKeys.sharesOf(chat.id), queryFn: ({ signal }) => client.shares.list({ chatId: chat.id, limit: MOST, signal }), staleTime: 0 });
  const count = data?.items.filter(({ state }) => state === 'active').length;
  const use = modelUse(messages);
  const links = error ? t('lock.linksUnknown') : count === undefined ? t('shell.loading') : count === 0 ? t('lock.noLinks') : t('lock.links', { count });
  return (
    <Dialog onClose={onClose} title={t('lock.title')} size="lg">
      <dl className={classes.list}>
        <Reader who={t('lock.you')} what={t('lock.youText')} />
        <Reader who={t('lock.server')} what={t('lock.serverText')} />
        <Reader who={t('lock.model')} what={use.kind === 'outside' ? t('lock.modelUsed', { models: use.models.join(', ') }) : t(use.kind === 'offline' ? 'lock.modelOffline' : 'lock.modelNone')} />
        <Reader who={t('lock.admins')} what={t('lock.adminsText')} />
        <Reader who={t('lock.holders')} what={links}>
          <Anchor inherit underline="always" component={Link} to="/settings/links" onClick={onClose}>
            {t('lock.toLinks')}
          </Anchor>
        </Reader>
        <Reader who={t('lock.backups')} what={t('lock.backupsText')} />
        <Reader who={t('lock.key')} what={t('lock.keyText', { epoch: chat.keyEpoch, date: formatDate(chat.createdAt) })}>
          <RekeyChat chat={chat} />
        </Reader>
      </dl>
    </Dialog>
  );
}

function Reader({ who, what, children }: { who: string; what: string; children?: React.ReactNode }) {
  return (
    <div>
      <dt>{who}</dt>
      <dd>
        {what} {children}
      </dd>
    </div>
  );
}
