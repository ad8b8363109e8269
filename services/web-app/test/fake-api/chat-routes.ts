import { randomUUID } from 'node:crypto';
import { CancelRequest, Chat, ChatPage, DeleteChatRequest, DeleteMessageRequest, DomainError, RekeyChatRequest, RekeyChatResponse, SendMessageRequest, SendMessageResponse, type Message } from '@mateship/contracts';
import { body } from './body.js';
import { Reply } from './reply.js';
import type { Route } from './routes.js';
import type { FakeState } from './state.js';
import { FakeStream, writeAnswer } from './streams.js';

export const chatRoutes: Route[] = [
  {
    method: 'GET', path: /^\/v1\/chat$/,
    handle: ({ state, url }) => {
      const start = Number(url.searchParams.get('cursor') ?? 0);
      const limit = Number(url.searchParams.get('limit') ?? 50);
      const chats = [...state.chats.values()].toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
      const items = chats.slice(start, start + limit).map(({ messages: _, intact: __, ...summary }) => summary);
      return new Reply(ChatPage, { items, nextCursor: chats.length > start + limit ? String(start + limit) : null });
    },
  },
  { method: 'GET', path: /^\/v1\/chat\/([0-9a-f-]{36})$/, handle: ({ state, params }) => new Reply(Chat, state.chatOf(params[0] ?? '')) },
  {
    method: 'POST', path: /^\/v1\/chat\/message$/,
    handle: async ({ state, request, response }) => {
      const input = await body(request, SendMessageRequest);
      const { chat, question, answer } = prepare(state, input);
      const stream = new FakeStream();
      state.streams.set(answer.id, stream);
      const written = writeAnswer(state, stream, chat, question, answer);
      if (request.headers.accept === 'text/event-stream') return stream.listen(response, 0);
      await written;
      const { messages: _, intact: __, ...summary } = chat;
      return new Reply(SendMessageResponse, { chat: summary, userMessageId: question.id, message: answer });
    },
  },
  {
    method: 'GET', path: /^\/v1\/chat\/stream\/([0-9a-f-]{36})$/,
    handle: ({ state, params, request, response }) => {
      const stream = state.streams.get(params[0] ?? '');
      state.calls.push(`resume after ${request.headers['last-event-id'] ?? 'nothing'}`);
      if (!stream) throw new DomainError('STREAM_EXPIRED');
      stream.listen(response, Number(request.headers['last-event-id'] ?? 0));
    },
  },
  {
    method: 'POST', path: /^\/v1\/chat\/cancel$/,
    handle: async ({ state, request, response }) => {
      const stream = state.streams.get((await body(request, CancelRequest)).messageId);
      if (!stream) throw new DomainError('NOT_FOUND');
      stream.cancelled = true;
      response.writeHead(204).end();
    },
  },
  {
    method: 'POST', path: /^\/v1\/chat\/delete_message$/,
    handle: async ({ state, request, response }) => {
      const { chatId, messageId } = await body(request, DeleteMessageRequest);
      const chat = state.chatOf(chatId);
      const gone = new Set([messageId]);
      for (const message of chat.messages) if (message.parentId && gone.has(message.parentId)) gone.add(message.id);
      chat.messages = chat.messages.filter(({ id }) => !gone.has(id));
      response.writeHead(204).end();
    },
  },
  {
    method: 'POST', path: /^\/v1\/chat\/rekey$/,
    handle: async ({ state, request }) => {
      const { chatId } = await body(request, RekeyChatRequest);
      const chat = state.chatOf(chatId);
      // It stays at its beginning until a test moves it on.
      chat.rekeying = { done: 0, total: chat.messages.length };
      chat.keyEpoch += 1;
      return new Reply(RekeyChatResponse, { chatId, rekeying: chat.rekeying }, 202);
    },
  },
  {
    method: 'POST', path: /^\/v1\/chat\/delete$/,
    handle: async ({ state, request, response }) => {
      state.chats.delete((await body(request, DeleteChatRequest)).chatId);
      response.writeHead(204).end();
    },
  },
];

function prepare(state: FakeState, input: ReturnType<typeof SendMessageRequest.parse>): { chat: Chat; question: Message; answer: Message } {
  const now = new Date().toISOString();
  const chat = input.chatId ? state.chatOf(input.chatId) : newChat(state, input.content, input.mateId ?? 'mateship', now);
  if (chat.messages.some((message) => message.state === 'streaming')) throw new DomainError('CHAT_BUSY');
  const parentId = input.parentId === undefined ? (chat.messages.at(-1)?.id ?? null) : input.parentId;
  const common = { chatId: chat.id, createdAt: now, citations: [], steps: [], usage: null, error: null };
  const attachments = input.attachments.map((id) => {
    const file = state.files.get(id);
    if (!file) throw new DomainError('NOT_FOUND');
    return { id, name: file.info.name, mime: file.info.mime, size: file.info.size };
  });
  const asked = input.regenerate ? chat.messages.find(({ id }) => id === parentId) : undefined;
  if (input.regenerate && !asked) throw new DomainError('NOT_FOUND');
  const question: Message = asked ?? { ...common, id: randomUUID(), parentId, role: 'user', content: input.content, state: 'complete', attachments };
  const answer: Message = { ...common, id: randomUUID(), parentId: question.id, role: 'assistant', content: '', state: 'streaming', attachments: [], citations: [], steps: [] };
  if (!asked) chat.messages.push(question);
  chat.messages.push(answer);
  return { chat, question, answer };
}

function newChat(state: FakeState, content: string, mateId: string, now: string): Chat {
  const chat: Chat = { id: randomUUID(), title: content.slice(0, 60), mateId, createdAt: now, updatedAt: now, keyEpoch: 1, intact: true, messages: [] };
  state.chats.set(chat.id, chat);
  return chat;
}
