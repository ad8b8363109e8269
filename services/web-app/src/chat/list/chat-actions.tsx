import { ActionIcon, Menu } from '@mantine/core';
import type { ChatSummary } from '@mateship/contracts';
import { DeleteIcon, MoreIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import { useDeleteChat } from './use-delete-chat.js';

export function ChatActions({ chat, className }: { chat: ChatSummary; className?: string }) {
  const { t } = useTranslation();
  const deleteChat = useDeleteChat();
  return (
    <Menu position="bottom-end" shadow="md" width={180}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" className={className} aria-label={`${t('chat.actions')}: ${chat.title || t('chat.untitled')}`}>
          <MoreIcon size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="var(--ms-danger)" leftSection={<DeleteIcon size={16} />} onClick={() => deleteChat(chat.id)}>
          {t('chat.deleteChat')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
