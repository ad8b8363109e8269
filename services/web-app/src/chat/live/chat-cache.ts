import type { Chat, Message } from '@mateship/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '../../app/query-keys.js';

/** Where live answers put what they know. */
export interface ChatCache {
  /** Adds or replaces messages of a chat that is shown. */
  put(chatId: string, messages: Message[]): void;
  /** Makes a chat known that did not exist before. */
  create(chat: Chat): void;
  /** Loads a chat again: the server knows more than the stream told. */
  reload(chatId: string): Promise<Chat | undefined>;
  /** An answer came to its end: lists and balances have changed. */
  settled(): void;
}

export function chatCache(queries: QueryClient): ChatCache {
  return {
    put(chatId, messages) {
      queries.setQueryData<Chat>(queryKeys.chat(chatId), (chat) => chat && { ...chat, messages: merge(chat.messages, messages) });
    },
    create(chat) {
      queries.setQueryData<Chat>(queryKeys.chat(chat.id), (known) => known ?? chat);
      void queries.invalidateQueries({ queryKey: queryKeys.chats });
    },
    async reload(chatId) {
      await queries.refetchQueries({ queryKey: queryKeys.chat(chatId) });
      return queries.getQueryData<Chat>(queryKeys.chat(chatId));
    },
    settled() {
      void queries.invalidateQueries({ queryKey: queryKeys.chats });
      void queries.invalidateQueries({ queryKey: queryKeys.credits });
    },
  };
}

/** Messages by id: newer versions replace older ones in their place, new ones follow. */
export function merge(known: readonly Message[], newer: readonly Message[]): Message[] {
  const versions = new Map(newer.map((message) => [message.id, message]));
  const kept = known.map((message) => versions.get(message.id) ?? message);
  const ids = new Set(known.map((message) => message.id));
  return [...kept, ...newer.filter((message) => !ids.has(message.id))];
}
