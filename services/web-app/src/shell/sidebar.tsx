import { Button, Kbd } from '@mantine/core';
import { BrandMark, NewChatIcon, SearchIcon } from '@mateship/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChatList } from '../chat/list/chat-list.js';
import { CreditsLink } from '../credits/credits-link.js';
import classes from './sidebar.module.css';
import { modifierName } from './modifier-name.js';
import { UserMenu } from './user-menu.js';

interface SidebarProps {
  onSearch: () => void;
  onHelp: () => void;
  /** Called when a link was followed, also to the page that is already open. */
  onLeave: () => void;
}

export function Sidebar({ onSearch, onHelp, onLeave }: SidebarProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.sidebar}>
      <Link to="/" className={classes.brand} onClick={onLeave}>
        <BrandMark />
        <span>{t('brand')}</span>
      </Link>
      <div className={classes.actions}>
        <Button component={Link} to="/" leftSection={<NewChatIcon />} justify="flex-start" fullWidth onClick={onLeave}>
          {t('chat.new')}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<SearchIcon />}
          rightSection={<Kbd size="xs">{modifierName()} K</Kbd>}
          classNames={{ root: classes.search, section: classes.section }}
          justify="flex-start"
          fullWidth
          onClick={onSearch}
        >
          <span className={classes.searchLabel}>{t('list.search')}</span>
        </Button>
      </div>
      <nav className={classes.list} aria-label={t('shell.chats')}>
        <ChatList onLeave={onLeave} />
      </nav>
      <div className={classes.foot}>
        <CreditsLink />
        <UserMenu onHelp={onHelp} />
      </div>
    </div>
  );
}
