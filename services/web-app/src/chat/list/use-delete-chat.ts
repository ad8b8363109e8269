import { useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { queryKeys } from '../../app/query-keys.js';
import { useUndoable } from '../../undo/use-undoable.js';

/** Deletes a chat with a time to undo; leaves its page if that is open, and comes back on undo. */
export function useDeleteChat(): (chatId: string) => void {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const undoable = useUndoable();
  const navigate = useNavigate();
  const router = useRouter();

  return (chatId) => {
    const wasOpen = router.state.location.pathname === `/chat/${chatId}`;
    undoable({
      id: `chat:${chatId}`,
      done: t('chat.deleted'),
      commit: async (leaving) => {
        await client.chats.remove(chatId, { keepalive: leaving });
        queries.removeQueries({ queryKey: queryKeys.chat(chatId) });
        await queries.invalidateQueries({ queryKey: queryKeys.chats });
      },
      onUndo: () => {
        if (wasOpen) void navigate({ to: '/chat/$chatId', params: { chatId } });
      },
    });
    if (wasOpen) void navigate({ to: '/' });
  };
}
