import { notifications } from '@mantine/notifications';
import type { Message } from '@mateship/contracts';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';
import { describeError } from '../errors/describe-error.js';
import { useUndoable } from '../undo/use-undoable.js';
import type { Conversation } from './use-conversation.js';

/** What a person can do with a message that is there. */
export function useMessageActions(chatId: string | null, { send }: Conversation) {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const undoable = useUndoable();

  return {
    /** Asks the same question again; the answer is a new branch. */
    regenerate: async (answer: Message) => {
      if (chatId && answer.parentId) await send({ chatId, parentId: answer.parentId, content: '', regenerate: true }, []);
    },
    /** Sends a changed question beside the old one, with the same files. */
    edit: async (question: Message, content: string) => {
      if (!chatId) return false;
      const attachments = question.attachments.map(({ id }) => id);
      return (await send({ chatId, parentId: question.parentId, content, attachments }, question.attachments)) !== null;
    },
    remove: (message: Message) =>
      undoable({
        id: `message:${message.id}`,
        done: t('chat.messageDeleted'),
        commit: async (leaving) => {
          await client.chats.deleteMessage(message.chatId, message.id, { keepalive: leaving });
          await queries.invalidateQueries({ queryKey: queryKeys.chat(message.chatId) });
        },
      }),
    fail: (error: unknown) => notifications.show({ color: 'red', message: describeError(error).message, closeButtonProps: { 'aria-label': t('action.close') } }),
  };
}

export type MessageActions = ReturnType<typeof useMessageActions>;
