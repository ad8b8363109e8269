import { ActionIcon } from '@mantine/core';
import { MenuIcon } from '@mateship/ui';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { MenuContext } from './menu-context.js';

/** Opens the drawer with the chats; nothing where they are always in view. */
export function MenuButton() {
  const { t } = useTranslation();
  const open = use(MenuContext);
  if (!open) return null;
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.openMenu')} onClick={open}>
      <MenuIcon size={20} />
    </ActionIcon>
  );
}
