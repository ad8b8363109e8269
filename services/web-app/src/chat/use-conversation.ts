import type { SendMessageInput } from '@mateship/client';
import type { Message, MessageAttachment } from '@mateship/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';
import { newestMoment, type PendingMessage } from './pending-message.js';
import { choicesShowing, shownPath, withoutSubtrees, type BranchChoices } from './tree/message-tree.js';

/** A chat as the page shows it: its messages, the branch in view, and what is on its way. */
export function useConversation(chatId: string | null) {
  const { client, answers, undo } = useApp();
  const removed = useSyncExternalStore(undo.subscribe, undo.pending);
  const [choices, setChoices] = useState<BranchChoices>({});
  const [pending, setPending] = useState<PendingMessage | null>(null);
  const [error, setError] = useState<unknown>(null);

  const chat = useQuery({
    queryKey: queryKeys.chat(chatId ?? ''),
    queryFn: async ({ signal }) => answers.reconcile(await client.chats.get(chatId ?? '', { signal, remains: true })),
    enabled: chatId !== null,
  });
  const stored = chat.data?.messages;

  useEffect(() => {
    for (const message of stored ?? []) if (message.state === 'streaming') answers.resume(message);
  }, [stored, answers]);

  const messages = useMemo(() => withoutSubtrees(stored ?? [], (id) => removed.has(`message:${id}`)), [stored, removed]);
  const path = useMemo(() => shownPath(messages, choices), [messages, choices]);
  const answering = messages.find(({ state }) => state === 'streaming') ?? null;

  /** Sends; gives the new answer, or null with `error` set when the server has not taken the message. */
  async function send(request: SendMessageInput, attachments: MessageAttachment[]): Promise<Message | null> {
    setError(null);
    setPending({ content: request.content, attachments, parentId: request.parentId ?? null, regenerate: request.regenerate ?? false });
    try {
      const answer = await answers.send({ request, attachments, after: newestMoment(messages) });
      setChoices((known) => choicesShowing([...messages, answer], answer.id, { ...known, [request.parentId ?? 'root']: answer.parentId ?? '' }));
      return answer;
    } catch (failure) {
      setError(failure);
      return null;
    } finally {
      setPending(null);
    }
  }

  return {
    chat,
    path,
    answering,
    pending,
    error,
    send,
    clearError: () => setError(null),
    choose: (messageId: string) => setChoices((known) => choicesShowing(messages, messageId, known)),
  };
}

export type Conversation = ReturnType<typeof useConversation>;
