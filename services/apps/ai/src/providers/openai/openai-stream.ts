import { z } from 'zod';
import type { FinishReason, ModelEvent, ToolCall } from '../../models/model-provider.js';

const Fragment = z.object({
  index: z.int().min(0).max(127).default(0),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});

/** A `chat.completion.chunk`, as loosely as servers send it. */
const Chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish(), tool_calls: z.array(Fragment).nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }).nullish(),
});

/**
 * Turns the chunks of a chat completion into model events. Fragments of tool calls are put together by their index;
 * in passthrough they are handed on as they come.
 */
export async function* readStream(chunks: AsyncIterable<unknown>, passthrough: boolean): AsyncGenerator<ModelEvent> {
  const calls = new Map<number, ToolCall>();
  let finish: string | null = null;
  for await (const chunk of chunks) {
    const { choices, usage } = parse(chunk);
    const choice = choices?.[0];
    if (choice?.delta?.content) yield { type: 'text', text: choice.delta.content };
    for (const fragment of choice?.delta?.tool_calls ?? []) {
      const part = { index: fragment.index, id: fragment.id ?? '', name: fragment.function?.name ?? '', arguments: fragment.function?.arguments ?? '' };
      if (passthrough) yield { type: 'caller_call', ...part };
      else collect(calls, part);
    }
    if (choice?.finish_reason) finish = choice.finish_reason;
    if (usage) yield { type: 'usage', inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
  }
  if (finish === null) return;
  if (calls.size > 0) yield { type: 'calls', calls: [...calls.values()] };
  yield { type: 'end', reason: reasonOf(finish, calls.size > 0) };
}

function parse(chunk: unknown): z.infer<typeof Chunk> {
  const parsed = Chunk.safeParse(chunk);
  if (!parsed.success) throw new SyntaxError('not a chat completion chunk');
  return parsed.data;
}

function collect(calls: Map<number, ToolCall>, part: { index: number; id: string; name: string; arguments: string }): void {
  const call = calls.get(part.index) ?? { id: part.id || `call_${part.index}`, name: '', arguments: '' };
  calls.set(part.index, { id: call.id, name: call.name + part.name, arguments: call.arguments + part.arguments });
}

function reasonOf(finish: string, called: boolean): FinishReason {
  if (called || finish === 'tool_calls' || finish === 'function_call') return 'tool_calls';
  return finish === 'length' ? 'length' : 'stop';
}
