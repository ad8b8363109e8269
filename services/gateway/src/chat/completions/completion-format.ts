import { randomBytes } from 'node:crypto';
import type { CallerToolCall, CompletionUsage, FinishReason } from './openai.types.js';

/** Builds the objects of one completion; id, time and model are the same in all of them. */
export class CompletionFormat {
  private readonly id = `chatcmpl-${randomBytes(15).toString('base64url')}`;
  private readonly created = Math.floor(Date.now() / 1000);

  constructor(private readonly model: string) {}

  whole(content: string, toolCalls: CallerToolCall[], reason: FinishReason, usage: CompletionUsage) {
    const message = { role: 'assistant', content: toolCalls.length > 0 && content === '' ? null : content, refusal: null, ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}) };
    return { id: this.id, object: 'chat.completion', created: this.created, model: this.model, choices: [{ index: 0, message, logprobs: null, finish_reason: reason }], usage };
  }

  chunk(delta: Record<string, unknown>, reason: FinishReason | null, withUsageField: boolean) {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: reason }];
    return { id: this.id, object: 'chat.completion.chunk', created: this.created, model: this.model, choices, ...(withUsageField ? { usage: null } : {}) };
  }

  usageChunk(usage: CompletionUsage) {
    return { id: this.id, object: 'chat.completion.chunk', created: this.created, model: this.model, choices: [], usage };
  }
}
