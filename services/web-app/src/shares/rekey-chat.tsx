import { Button } from '@mantine/core';
import type { Chat } from '@mateship/contracts';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';
import { ErrorNotice } from '../app/error-notice.js';
import classes from './lock-panel.module.css';

const ASK_MS = 1000;

/** Gives a chat another key, and shows how far that is. */
export function RekeyChat({ chat: { id, rekeying } }: { chat: Pick<Chat, 'id' | 'rekeying'> }) {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const isWorking = rekeying !== undefined;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => client.chats.rekey(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.chat(id) }),
  });

  const busy = isPending || isWorking;

  useEffect(() => {
    if (!isWorking) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: queryKeys.chat(id) }), ASK_MS);
    return () => clearInterval(timer);
  }, [isWorking, queries, id]);

  return (
    <div className={classes.rekey}>
      {/* Above the button: below it, at the end of the dialog, a phone would not show it. */}
      <p role="status">{rekeying ? t('lock.rekeying', { done: rekeying.done, total: rekeying.total }) : t('lock.rekeyHelp')}</p>
      {/* Not `disabled` while it works: that would take the focus away. */}
      <Button size="compact-sm" variant="default" aria-disabled={busy} className={classes.replace} onClick={() => !busy && mutate()}>
        {t('lock.rekey')}
      </Button>
      {error && <ErrorNotice error={error} />}
    </div>
  );
}
