import { z } from 'zod';
import { Citation, MessageUsage } from './chat.contract.js';

/**
 * The events of a chat stream by name. On the wire each is one server-sent event: `id` counts up from 1 within
 * a message and is what `Last-Event-ID` resumes after; `data` is the JSON below. `done` or `error` is the last.
 */
export const CHAT_EVENTS = {
  message: z.object({
    chatId: z.uuid(),
    messageId: z.uuid(),
    userMessageId: z.uuid(),
    parentId: z.uuid().nullable(),
    title: z.string(),
  }),
  delta: z.object({ text: z.string() }),
  tool_call: z.object({ id: z.string(), app: z.string(), skill: z.string(), input: z.unknown() }),
  tool_result: z.object({ id: z.string(), ok: z.boolean(), summary: z.string() }),
  citation: Citation,
  usage: MessageUsage,
  done: z.object({ messageId: z.uuid(), state: z.enum(['complete', 'cancelled']) }),
  error: z.object({ code: z.string(), message: z.string() }),
} as const;

/** A name in {@link CHAT_EVENTS}. */
export type ChatEventName = keyof typeof CHAT_EVENTS;
/** One event of a chat stream, tagged by its name. */
export type ChatEvent = { [Name in ChatEventName]: { event: Name; data: z.infer<(typeof CHAT_EVENTS)[Name]> } }[ChatEventName];
