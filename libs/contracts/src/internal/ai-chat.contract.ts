import { z } from 'zod';

/** A file as `ai` sees it: it streams the content from the gateway by id when a skill needs it. */
export const AiAttachment = z.object({ id: z.string(), name: z.string(), mime: z.string(), size: z.int() });

/** One message of a conversation as `ai` sees it, oldest first in {@link AiChatInput}. */
export const AiMessage = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
  attachments: z.array(AiAttachment).default([]),
});
export type AiMessage = z.infer<typeof AiMessage>;

/** A skill that this user and this mate may use, as a tool description. */
export const AiSkill = z.object({
  app: z.string(),
  skill: z.string(),
  title: z.string(),
  description: z.string(),
  input: z.record(z.string(), z.unknown()).describe('JSON Schema.'),
  destructive: z.boolean(),
  examples: z.array(z.string()),
});
export type AiSkill = z.infer<typeof AiSkill>;

/** Caps of one run; the first that is reached ends it with TOOL_BUDGET. */
export const AiBudget = z.object({
  calls: z.int().min(0).describe('Skill calls.'),
  tokens: z.int().min(1).describe('Output tokens over all rounds.'),
  milliseconds: z.int().min(1),
});
export type AiBudget = z.infer<typeof AiBudget>;

/** Input of the skill ai/chat. */
export const AiChatInput = z.object({
  model: z.string().nullable().describe('provider/model, or null for the installation default.'),
  messages: z.array(AiMessage).min(1),
  skills: z.array(AiSkill),
  budget: AiBudget,
  screen: z.boolean().optional().describe('Looks at the newest user message first and refuses it with MESSAGE_REFUSED when it must not be answered.'),
  passthrough: z
    .object({
      messages: z.array(z.record(z.string(), z.unknown())).describe('The caller\'s messages in OpenAI format, untouched.'),
      tools: z.array(z.record(z.string(), z.unknown())).optional(),
      toolChoice: z.unknown().optional(),
      temperature: z.number().optional(),
      maxTokens: z.int().optional(),
    })
    .optional()
    .describe('Set by the OpenAI-compatible route: the caller runs its own tools.'),
});
export type AiChatInput = z.infer<typeof AiChatInput>;

/** A passage found by a skill; the number is given by ai and cited as [n]. */
export const AiSource = z.object({
  n: z.int(),
  fileId: z.string().nullable(),
  fileName: z.string(),
  page: z.int().nullable(),
  heading: z.string().nullable(),
  quote: z.string(),
});

/** The events that ai/chat streams: server-sent events with `event` and JSON `data`. `finish` or `error` is the last. */
export const AI_CHAT_EVENTS = {
  delta: z.object({ text: z.string() }),
  tool_call: z.object({ id: z.string(), app: z.string(), skill: z.string(), input: z.unknown() }),
  tool_result: z.object({ id: z.string(), ok: z.boolean(), summary: z.string() }),
  citation: AiSource,
  caller_tool_call: z.object({ index: z.int(), id: z.string(), name: z.string(), arguments: z.string() }),
  usage: z.object({ inputTokens: z.int(), outputTokens: z.int(), model: z.string(), provider: z.string() }),
  finish: z.object({ reason: z.enum(['stop', 'length', 'tool_calls']) }),
  error: z.object({ code: z.string(), message: z.string() }),
} as const;

/** A name in {@link AI_CHAT_EVENTS}. */
export type AiChatEventName = keyof typeof AI_CHAT_EVENTS;
/** One event of ai/chat, tagged by its name. */
export type AiChatEvent = { [Name in AiChatEventName]: { event: Name; data: z.infer<(typeof AI_CHAT_EVENTS)[Name]> } }[AiChatEventName];

/** Input and output of ai/models: what can answer right now. */
export const AiModelsOutput = z.object({
  models: z.array(
    z.object({
      id: z.string().describe('provider/model.'),
      provider: z.string(),
      default: z.boolean(),
      inputPrice: z.int().describe('Micro-credits for one million input tokens.'),
      outputPrice: z.int().describe('Micro-credits for one million output tokens.'),
      maxOutputTokens: z.int(),
    }),
  ),
});
export type AiModelsOutput = z.infer<typeof AiModelsOutput>;
