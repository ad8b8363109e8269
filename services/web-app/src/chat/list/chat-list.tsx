import { Button, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../app/error-notice.js';
import { ChatActions } from './chat-actions.js';
import classes from './chat-list.module.css';
import { groupByDay } from './group-by-day.js';
import { useChats } from './use-chats.js';

export function ChatList({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const { chats, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useChats();

  if (isPending) return <LoadingRows label={t('shell.loading')} />;
  if (error && chats.length === 0) return <ErrorNotice title={t('list.failed')} error={error} onRetry={() => void refetch()} />;
  if (chats.length === 0) {
    return (
      <Text c="dimmed" size="sm" px="sm" py="md">
        {t('list.empty')}
      </Text>
    );
  }
  return (
    <>
      {groupByDay(chats, new Date()).map(({ group, chats: members }) => (
        <section key={group} aria-label={t(`list.${group}`)}>
          <h2 className={classes.day}>{t(`list.${group}`)}</h2>
          <ul className={classes.chats}>
            {members.map((chat) => (
              <li key={chat.id} className={classes.row}>
                <Link to="/chat/$chatId" params={{ chatId: chat.id }} className={classes.chat} activeProps={{ 'aria-current': 'page' }} onClick={onLeave}>
                  {chat.title || t('chat.untitled')}
                </Link>
                <ChatActions chat={chat} className={classes.actions} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage && (
        <Button variant="subtle" size="compact-sm" mt="sm" fullWidth loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('list.more')}
        </Button>
      )}
    </>
  );
}

function LoadingRows({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className={classes.loading}>
      {[80, 60, 90, 70, 50].map((width) => (
        <Skeleton key={width} height={14} width={`${width}%`} radius="sm" />
      ))}
    </div>
  );
}
