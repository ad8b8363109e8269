import { ActionIcon } from '@mantine/core';
import type { Chat, Message } from '@mateship/contracts';
import { NewChatIcon } from '@mateship/ui';
import { Link } from '@tanstack/react-router';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { ChatPrivacy } from '../shares/chat-privacy.js';
import { MenuButton } from '../shell/menu-button.js';
import { MenuContext } from '../shell/menu-context.js';
import classes from './chat-view.module.css';
import { ChatActions } from './list/chat-actions.js';

/** The title of the open chat; on a phone also the way to the others. */
export function ChatHeader({ chat, messages }: { chat: Chat | null; messages: readonly Message[] }) {
  const { t } = useTranslation();
  const narrow = use(MenuContext) !== null;
  return (
    <header className={classes.header}>
      <MenuButton />
      {chat ? <h1 className={classes.title}>{chat.title || t('chat.untitled')}</h1> : <span className={classes.title} />}
      {chat && <ChatPrivacy chat={chat} messages={messages} />}
      {chat && <ChatActions chat={chat} />}
      {narrow && chat && (
        <ActionIcon component={Link} to="/" variant="subtle" color="gray" size="lg" aria-label={t('chat.new')}>
          <NewChatIcon size={20} />
        </ActionIcon>
      )}
    </header>
  );
}
