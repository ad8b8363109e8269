import { Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LateDialog } from '../app/late-dialog.js';
import { MenuContext } from './menu-context.js';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.js';
import { useShortcuts } from './use-shortcuts.js';

const SearchDialog = lazy(() => import('./search-dialog.js'));
const HelpDialog = lazy(() => import('./help-dialog.js'));

/** The frame of every page behind sign-in: chats at the side, or in a drawer on a phone, and the page. */
export function Shell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 52rem)', undefined, { getInitialValueInEffect: false });
  const [menuOpen, { open: openMenu, close: closeMenu }] = useDisclosure(false);
  const [searchOpen, search] = useDisclosure(false);
  const [helpOpen, help] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });

  useEffect(() => closeMenu(), [path, closeMenu]);
  useShortcuts({ newChat: () => void navigate({ to: '/' }), search: search.toggle, help: help.toggle });

  const sidebar = <Sidebar onSearch={search.open} onHelp={help.open} onLeave={closeMenu} />;
  return (
    <MenuContext value={narrow ? openMenu : null}>
      <div className={classes.frame}>
        <a href="#content" className={classes.skip}>
          {t('shell.skip')}
        </a>
        {narrow ? (
          <Drawer.Root opened={menuOpen} onClose={closeMenu} size="19rem" padding={0}>
            <Drawer.Overlay />
            <Drawer.Content aria-label={t('shell.chats')}>
              <Drawer.Body className={classes.drawer}>{sidebar}</Drawer.Body>
            </Drawer.Content>
          </Drawer.Root>
        ) : (
          <aside className={classes.side} aria-label={t('shell.side')}>
            {sidebar}
          </aside>
        )}
        <div className={classes.page}>
          <Outlet />
        </div>
        {searchOpen && (
          <LateDialog>
            <SearchDialog onClose={search.close} />
          </LateDialog>
        )}
        {helpOpen && (
          <LateDialog>
            <HelpDialog onClose={help.close} />
          </LateDialog>
        )}
      </div>
    </MenuContext>
  );
}
