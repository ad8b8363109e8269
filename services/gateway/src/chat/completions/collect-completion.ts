import type { AiChatEvent } from '@mateship/contracts';
import type { Take } from '../take-chunks.js';
import type { CompletionFormat } from './completion-format.js';
import type { CallerToolCall, CompletionUsage, FinishReason } from './openai.types.js';

/** Reads a whole answer and gives it as one completion object. */
export async function collectCompletion(run: (take: Take<AiChatEvent>) => Promise<void>, format: CompletionFormat): Promise<object> {
  let content = '';
  let reason: FinishReason = 'stop';
  let usage: CompletionUsage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  const toolCalls: CallerToolCall[] = [];
  await run(({ event, data }) => {
    if (event === 'delta') content += data.text;
    else if (event === 'caller_tool_call') addToolCall(toolCalls, data);
    else if (event === 'usage') usage = toUsage(data);
    else if (event === 'finish') reason = data.reason;
  });
  return format.whole(content, toolCalls, reason, usage);
}

export function toUsage({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }): CompletionUsage {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}

/** Fragments of a tool call arrive under its index: the first names it, the others add to its arguments. */
function addToolCall(calls: CallerToolCall[], part: { index: number; id: string; name: string; arguments: string }): void {
  const call = (calls[part.index] ??= { id: part.id, type: 'function', function: { name: part.name, arguments: '' } });
  call.function.arguments += part.arguments;
}
