import { ActionIcon } from '@mantine/core';
import type { Chat, Message } from '@mateship/contracts';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LateDialog } from '../app/late-dialog.js';
import { LockIcon } from '../server-keys/lock-icon.js';
import { ShareIcon } from './share-icon.js';

const ShareDialog = lazy(() => import('./share-dialog.js'));
const LockPanel = lazy(() => import('./lock-panel.js'));

/** In the head of a chat: who can read it, and how to show it to others. */
export function ChatPrivacy({ chat, messages }: { chat: Chat; messages: readonly Message[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'lock' | 'share' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('lock.title')} onClick={() => setOpen('lock')}>
        <LockIcon />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shares.dialogTitle')} onClick={() => setOpen('share')}>
        <ShareIcon />
      </ActionIcon>
      {open && (
        <LateDialog>
          {open === 'lock' ? <LockPanel chat={chat} messages={messages} onClose={close} /> : <ShareDialog chat={chat} messages={messages} onClose={close} />}
        </LateDialog>
      )}
    </>
  );
}
