import type { SendMessageInput } from '@mateship/client';
import type { Chat, ChatEvent, Message, MessageAttachment } from '@mateship/contracts';

/** A message on its way, with the names of its files, which the request does not carry. */
export interface Draft {
  request: SendMessageInput;
  attachments: MessageAttachment[];
  /** When the newest known message was made, so that the new ones sort after it however the clocks differ. */
  after?: string;
}

type Accepted = Extract<ChatEvent, { event: 'message' }>['data'];

/** The messages that exist from the moment the server has taken a draft, and the chat when it is a new one. */
export function newExchange({ request, attachments, after = '' }: Draft, accepted: Accepted): { chat: Chat | null; messages: Message[]; answer: Message } {
  const now = [new Date().toISOString(), after].toSorted().at(-1) ?? '';
  const common = { chatId: accepted.chatId, createdAt: now, citations: [], steps: [], usage: null, error: null };
  const answer: Message = { ...common, id: accepted.messageId, parentId: accepted.userMessageId, role: 'assistant', content: '', state: 'streaming', attachments: [] };
  const question: Message = {
    ...common,
    id: accepted.userMessageId,
    parentId: request.parentId ?? null,
    role: 'user',
    content: request.content,
    state: 'complete',
    attachments,
  };
  const messages = request.regenerate ? [answer] : [question, answer];
  const chat: Chat | null = request.chatId
    ? null
    : { id: accepted.chatId, title: accepted.title, mateId: request.mateId ?? '', createdAt: now, updatedAt: now, keyEpoch: 1, intact: true, messages };
  return { chat, messages, answer };
}
