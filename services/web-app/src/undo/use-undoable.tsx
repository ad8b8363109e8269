import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { describeError } from '../errors/describe-error.js';
import { UNDO_DELAY } from './undo-queue.js';

interface Undoable {
  id: string;
  /** What the notification says has happened. */
  done: string;
  commit: (leaving: boolean) => Promise<unknown>;
  onUndo?: () => void;
}

/** Hides something at once, deletes it after a while, and offers to take it back until then. */
export function useUndoable(): (undoable: Undoable) => void {
  const { t } = useTranslation();
  const { undo } = useApp();

  return ({ id, done, commit, onUndo }) => {
    const takeBack = () => {
      notifications.hide(id);
      if (undo.undo(id)) onUndo?.();
      document.getElementById('content')?.focus({ preventScroll: true });
    };
    undo.schedule({
      id,
      commit,
      onError: (error) => notifications.show({ color: 'red', title: t('chat.restoreFailed'), message: describeError(error).message }),
    });
    notifications.show({
      id,
      autoClose: UNDO_DELAY,
      closeButtonProps: { 'aria-label': t('action.close') },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{done}</Text>
          <Button variant="subtle" size="compact-sm" onClick={takeBack}>
            {t('action.undo')}
          </Button>
        </Group>
      ),
    });
  };
}
