import { Text, TextInput } from '@mantine/core';
import { SearchIcon } from '@mateship/ui';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../app/dialog.js';
import { useChats } from '../chat/list/use-chats.js';
import { formatDate } from '../settings/format-date.js';
import { findChats, stepTo } from './find-chats.js';
import classes from './search-dialog.module.css';

/** Finds a chat by its title. Titles are sealed on the server, so the search happens here, over all of them. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { chats, hasNextPage, isFetchingNextPage, fetchNextPage } = useChats();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const { shown: found, count } = findChats(chats, text, t('chat.untitled'));

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const open = (chatId: string) => {
    onClose();
    void navigate({ to: '/chat/$chatId', params: { chatId } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[active];
    if (step && found.length > 0) {
      const next = stepTo(active, step, found.length);
      setActive(next);
      document.getElementById(`found-${found[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && chosen) open(chosen.id);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog onClose={onClose} title={t('list.search')} centered={false} yOffset="12dvh">
      <TextInput
        aria-label={t('list.searchLabel')}
        placeholder={t('list.searchHint')}
        leftSection={<SearchIcon />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="chats-found"
        aria-activedescendant={found[active] ? `found-${found[active].id}` : undefined}
        data-autofocus
      />
      <div role="listbox" id="chats-found" aria-label={t('shell.chats')} className={classes.list}>
        {found.map((chat, index) => (
          <div key={chat.id} id={`found-${chat.id}`} role="option" aria-selected={index === active} className={classes.option} onClick={() => open(chat.id)} onMouseMove={() => setActive(index)}>
            <span className={classes.title}>{chat.title || t('chat.untitled')}</span>
            <time dateTime={chat.updatedAt} className={classes.date}>
              {formatDate(chat.updatedAt)}
            </time>
          </div>
        ))}
      </div>
      <Text size="sm" c="dimmed" mt="xs" role="status">
        {count === 0 && (chats.length === 0 ? t('list.empty') : t('list.noMatch', { text }))}
        {count > 0 && (found.length < count ? t('list.newest', { shown: found.length, count }) : t('list.matches', { count }))}
      </Text>
    </Dialog>
  );
}
