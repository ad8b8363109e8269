import type { Chat, ChatPage, RekeyChatResponse, SendMessageRequest, SendMessageResponse } from '@mateship/contracts';
import type { OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';
import { readChatEvents, type ReceivedChatEvent } from './chat-stream.js';

/** A page of a list: how many, and the cursor the page before gave. */
export interface PageOptions extends CallOptions {
  limit?: number;
  cursor?: string;
}

/** What to send; server defaults fill the rest. */
export type SendMessageInput = Partial<SendMessageRequest> & Pick<SendMessageRequest, 'content'>;

/** Chats, their messages, and the streams of answers. */
export function chatsApi(transport: Transport) {
  const post = <Result>(action: string, body: unknown, options?: CallOptions) =>
    transport.json<Result>({ method: 'POST', path: `/v1/chat/${action}`, body, ...options });

  return {
    list: ({ limit, cursor, ...options }: PageOptions = {}) =>
      transport.json<OutputOf<typeof ChatPage>>({ method: 'GET', path: '/v1/chat', query: { limit, cursor }, ...options }),
    /** With `remains`, a chat that was changed outside of the server comes with what remains of it, and `intact` is false. */
    get: (chatId: string, { remains, ...options }: CallOptions & { remains?: boolean } = {}) =>
      transport.json<Chat>({ method: 'GET', path: `/v1/chat/${chatId}`, query: { remains: remains === undefined ? undefined : String(remains) }, ...options }),
    /** Waits for the finished answer. */
    send: (input: SendMessageInput, options?: CallOptions) => post<SendMessageResponse>('message', input, options),
    /** Sends and gives the answer's events as they come; ends without `done` or `error` when the connection is lost. */
    stream: (input: SendMessageInput, options?: CallOptions): AsyncGenerator<ReceivedChatEvent> =>
      readChatEvents(() =>
        transport.raw({ method: 'POST', path: '/v1/chat/message', body: input, headers: { accept: 'text/event-stream' }, ...options }),
      ),
    /** Events of an answer after `lastEventId`, or all of them; STREAM_EXPIRED five minutes after its end. */
    resume: (messageId: string, { lastEventId, ...options }: CallOptions & { lastEventId?: string } = {}): AsyncGenerator<ReceivedChatEvent> =>
      readChatEvents(() =>
        transport.raw({
          method: 'GET',
          path: `/v1/chat/stream/${messageId}`,
          headers: { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
          ...options,
        }),
      ),
    cancel: (messageId: string, options?: CallOptions) => post<void>('cancel', { messageId }, options),
    deleteMessage: (chatId: string, messageId: string, options?: CallOptions) =>
      post<void>('delete_message', { chatId, messageId }, options),
    /** Begins to seal a chat anew under another key; `rekeying` of the chat tells how far it is. */
    rekey: (chatId: string, options?: CallOptions) => post<OutputOf<typeof RekeyChatResponse>>('rekey', { chatId }, options),
    remove: (chatId: string, options?: CallOptions) => post<void>('delete', { chatId }, options),
  };
}
