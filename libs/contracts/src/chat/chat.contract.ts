import { z } from 'zod';

/** Longest message in UTF-16 code units. */
export const MAX_MESSAGE_CHARACTERS = 100_000;

/** A passage an answer rests on: the file, the page and the words themselves. */
export const Citation = z
  .object({
    n: z.int().describe('The number that stands as [n] in the text.'),
    fileId: z.string().nullable().describe('Null when the source is not one of your files.'),
    fileName: z.string(),
    page: z.int().nullable(),
    heading: z.string().nullable(),
    quote: z.string(),
  })
  .meta({ id: 'Citation' });
export type Citation = z.infer<typeof Citation>;

/** One skill call as a person sees it beside the answer. */
export const ToolStep = z
  .object({
    id: z.string(),
    app: z.string(),
    skill: z.string(),
    input: z.unknown(),
    ok: z.boolean().nullable().describe('Null while it runs.'),
    summary: z.string().nullable(),
  })
  .meta({ id: 'ToolStep' });
export type ToolStep = z.infer<typeof ToolStep>;

/** Where a message is in its life. `interrupted`: the server went away while it was written. Only `streaming` still changes. */
export const MessageState = z.enum(['streaming', 'complete', 'cancelled', 'failed', 'interrupted']).meta({ id: 'MessageState' });
export type MessageState = z.infer<typeof MessageState>;

/** What an answer used and cost. `provider` is the id from the configuration. */
export const MessageUsage = z
  .object({
    inputTokens: z.int(),
    outputTokens: z.int(),
    model: z.string(),
    provider: z.string(),
    credits: z.string().describe('Micro-credits charged, as a decimal integer.'),
  })
  .meta({ id: 'MessageUsage' });
export type MessageUsage = z.infer<typeof MessageUsage>;

/** A file that was sent with a message; `size` is in bytes. */
export const MessageAttachment = z.object({ id: z.string(), name: z.string(), mime: z.string(), size: z.int() }).meta({ id: 'MessageAttachment' });
export type MessageAttachment = z.infer<typeof MessageAttachment>;

/** A node of a chat's tree. Branches are messages that share a parent. */
export const Message = z
  .object({
    id: z.uuid(),
    chatId: z.uuid(),
    parentId: z.uuid().nullable(),
    role: z.enum(['user', 'assistant']),
    content: z.string(),
    state: MessageState,
    createdAt: z.iso.datetime(),
    attachments: z.array(MessageAttachment),
    citations: z.array(Citation),
    steps: z.array(ToolStep),
    usage: MessageUsage.nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

/** A chat as it stands in the list, without its messages. */
export const ChatSummary = z
  .object({
    id: z.uuid(),
    title: z.string(),
    mateId: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'ChatSummary' });
export type ChatSummary = z.infer<typeof ChatSummary>;
/** A page of the chats of one owner, the one used last first; `nextCursor` is null on the last page. */
export const ChatPage = z.object({ items: z.array(ChatSummary), nextCursor: z.string().nullable() });
/** How far a chat has been sealed anew under its next key, in messages. */
export const RekeyProgress = z.object({ done: z.int(), total: z.int() }).meta({ id: 'RekeyProgress' });
export type RekeyProgress = z.infer<typeof RekeyProgress>;
/** A chat with all its messages, oldest first. They form a tree by `parentId`. */
export const Chat = ChatSummary.extend({
  intact: z.boolean().describe('False: the chat was changed outside of the server, and this is what remains of it.'),
  keyEpoch: z.int().describe('How often the key of the chat was replaced, from 1.'),
  rekeying: RekeyProgress.optional().describe('There while the chat is sealed anew under another key.'),
  messages: z.array(Message),
});
export type Chat = z.infer<typeof Chat>;

/** With `remains`, a chat that was changed outside of the server is answered with what remains of it, instead of CHAT_CHAIN_BROKEN. */
export const ChatQuery = z.strictObject({ remains: z.stringbool().default(false) });

/** A new message, or with `regenerate` another answer to an old one. Fails with NOT_FOUND for an id that is not the caller's, CHAT_BUSY or INSUFFICIENT_CREDITS. */
export const SendMessageRequest = z
  .strictObject({
    chatId: z.uuid().optional().describe('Absent: a new chat.'),
    mateId: z.string().max(64).optional(),
    parentId: z.uuid().nullable().optional().describe('Absent: the newest message. Null: a new root. Editing sends the parent of the message it replaces.'),
    content: z.string().max(MAX_MESSAGE_CHARACTERS),
    attachments: z.array(z.uuid()).max(10).default([]).describe('File ids.'),
    regenerate: z.boolean().default(false).describe('Answer the user message parentId again, as a new branch; content is ignored.'),
  });
export type SendMessageRequest = z.infer<typeof SendMessageRequest>;

/** The finished exchange, for callers that do not stream. */
export const SendMessageResponse = z
  .object({ chat: ChatSummary, userMessageId: z.uuid(), message: Message });
export type SendMessageResponse = z.infer<typeof SendMessageResponse>;

/** Stops the answer that is being written as this message; what was written so far stays. */
export const CancelRequest = z.strictObject({ messageId: z.uuid() });
/** Deletes a message together with every branch below it. */
export const DeleteMessageRequest = z.strictObject({ chatId: z.uuid(), messageId: z.uuid() });
/** Seals a chat anew under another key and destroys the one it had. Goes on in the background; {@link Chat} tells how far. Fails with CHAT_CHAIN_BROKEN. */
export const RekeyChatRequest = z.strictObject({ chatId: z.uuid() });
/** The chat has its next key; what was there is sealed anew from now on. */
export const RekeyChatResponse = z.object({ chatId: z.uuid(), rekeying: RekeyProgress });
/** Deletes a chat with its messages and destroys its key. Nothing brings it back. */
export const DeleteChatRequest = z.strictObject({ chatId: z.uuid() });
