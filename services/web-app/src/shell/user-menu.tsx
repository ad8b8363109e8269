import { Menu, UnstyledButton } from '@mantine/core';
import { DownIcon, KeyboardIcon, SettingsIcon, SignOutIcon } from '@mateship/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { useUser } from '../session/use-session.js';
import classes from './user-menu.module.css';

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const { signOut } = useApp();
  const name = useUser()?.username ?? '';
  return (
    <Menu position="top-end" width={220} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={t('shell.account', { name })}>
          <span className={classes.initial} aria-hidden="true" data-initial={name.slice(0, 1).toUpperCase()} />
          <span className={classes.name}>{name}</span>
          <DownIcon size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('shell.menu')}>
        <Menu.Item component={Link} to="/settings" leftSection={<SettingsIcon size={16} />}>
          {t('shell.settings')}
        </Menu.Item>
        <Menu.Item leftSection={<KeyboardIcon size={16} />} onClick={onHelp}>
          {t('shell.help')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<SignOutIcon size={16} />} onClick={() => void signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
