import { z } from 'zod';

/** Request and answer shapes of OpenAI's chat completions API, as far as they are read here. Unknown fields are ignored, as there. */

const TextPart = z.object({ type: z.literal('text'), text: z.string() });
const Content = z.union([z.string(), z.array(z.union([TextPart, z.looseObject({ type: z.string() })]))]);

export const CompletionMessage = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: Content.nullish(),
});
export type CompletionMessage = z.infer<typeof CompletionMessage>;

export const CompletionRequest = z.object({
  model: z.string().min(1).max(200),
  messages: z.array(CompletionMessage).min(1).max(2000),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  n: z.literal(1, 'Only one choice is given.').nullish(),
  tools: z.array(z.looseObject({ type: z.string() })).max(128).nullish(),
  tool_choice: z.unknown().optional(),
});
export type CompletionRequest = z.infer<typeof CompletionRequest>;

export interface CallerToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

export type FinishReason = 'stop' | 'length' | 'tool_calls';

export interface CompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** The text of a message; parts that are not text are refused by the caller of this. */
export function textOf(message: CompletionMessage): string | null {
  const { content } = message;
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  const texts = content.map((part) => (part.type === 'text' && typeof part.text === 'string' ? part.text : null));
  return texts.includes(null) ? null : texts.join('\n');
}
