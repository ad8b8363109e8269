import { AccountIcon, AppearanceIcon, CreditsIcon, InviteIcon, KeyIcon } from '@mateship/ui';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptFocus } from '../app/use-kept-focus.js';
import { AppsIcon } from '../apps/apps-icon.js';
import { LockIcon } from '../server-keys/lock-icon.js';
import { useUser } from '../session/use-session.js';
import { ShareIcon } from '../shares/share-icon.js';
import { MenuButton } from '../shell/menu-button.js';
import classes from './settings.module.css';

/** Shows the open tab on a phone. `scrollIntoView` would also move the place from which Tab goes on. */
function centre(tabs: HTMLElement): void {
  const open = tabs.querySelector('[aria-current="page"]')?.getBoundingClientRect();
  if (!open) return;
  const { left, width } = tabs.getBoundingClientRect();
  tabs.scrollLeft += open.left + open.width / 2 - left - width / 2;
}

export function SettingsPage() {
  const { t } = useTranslation();
  const admin = useUser()?.role === 'admin';
  const { pathname } = useLocation();
  const tabs = useRef<HTMLElement>(null);
  const page = useRef<HTMLElement>(null);
  useKeptFocus(page);
  useEffect(() => {
    const list = tabs.current;
    if (!list) return;
    const watch = new ResizeObserver(() => centre(list));
    watch.observe(list);
    return () => watch.disconnect();
  }, [pathname]);
  const sections = [
    { to: '/settings', label: t('settings.appearance'), Icon: AppearanceIcon },
    { to: '/settings/account', label: t('settings.account'), Icon: AccountIcon },
    { to: '/settings/credits', label: t('credits.title'), Icon: CreditsIcon },
    { to: '/settings/links', label: t('shares.title'), Icon: ShareIcon },
    { to: '/settings/api-keys', label: t('keys.title'), Icon: KeyIcon },
    ...(admin
      ? [
          { to: '/settings/invites', label: t('invites.title'), Icon: InviteIcon },
          { to: '/settings/apps', label: t('apps.title'), Icon: AppsIcon },
          { to: '/settings/keys', label: t('serverKeys.title'), Icon: LockIcon },
        ]
      : []),
  ] as const;
  return (
    <main ref={page} className={classes.page} id="content" tabIndex={-1}>
      <div className={classes.inner}>
        <header className={classes.header}>
          <MenuButton />
          <h1 className={classes.title}>{t('settings.title')}</h1>
        </header>
        <nav ref={tabs} className={classes.tabs} aria-label={t('settings.sections')}>
          {sections.map(({ to, label, Icon }) => (
            <Link key={to} to={to} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }} className={classes.tab}>
              <Icon size={17} />
              {label}
            </Link>
          ))}
        </nav>
        <Outlet />
      </div>
    </main>
  );
}
