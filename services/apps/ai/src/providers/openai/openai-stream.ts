import type { FinishReason, ModelEvent, ToolCall } from '../../models/model-provider.js';
import { readChunk, type CallFragment } from './openai-chunk.js';

/**
 * Turns the chunks of a chat completion into model events. Fragments of tool calls are put together by their index;
 * in passthrough they are handed on as they come.
 */
export class ChunkReader {
  private readonly calls = new Map<number, ToolCall>();
  private finish: string | null = null;

  constructor(private readonly passthrough: boolean) {}

  /** Whether the server has said why it stopped. */
  get ended(): boolean {
    return this.finish !== null;
  }

  /** @throws SyntaxError for anything but a chunk */
  read(value: unknown): ModelEvent[] {
    const { text, fragments, finish, usage } = readChunk(value);
    const events: ModelEvent[] = [];
    if (text) events.push({ type: 'text', text });
    for (const fragment of fragments) {
      if (this.passthrough) events.push({ type: 'caller_call', ...fragment });
      else this.collect(fragment);
    }
    if (finish) this.finish = finish;
    if (usage) events.push({ type: 'usage', inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens });
    return events;
  }

  /** What follows the last chunk; nothing when no end was said. */
  end(): ModelEvent[] {
    if (this.finish === null) return [];
    const called = this.calls.size > 0;
    const end: ModelEvent = { type: 'end', reason: reasonOf(this.finish, called) };
    return called ? [{ type: 'calls', calls: [...this.calls.values()] }, end] : [end];
  }

  private collect(part: CallFragment): void {
    const call = this.calls.get(part.index) ?? { id: part.id || `call_${part.index}`, name: '', arguments: '' };
    this.calls.set(part.index, { id: call.id, name: call.name + part.name, arguments: call.arguments + part.arguments });
  }
}

function reasonOf(finish: string, called: boolean): FinishReason {
  if (called || finish === 'tool_calls' || finish === 'function_call') return 'tool_calls';
  return finish === 'length' ? 'length' : 'stop';
}
