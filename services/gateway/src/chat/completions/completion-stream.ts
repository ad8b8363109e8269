import type { AiChatEvent } from '@mateship/contracts';
import type { FastifyReply } from 'fastify';
import { SseReply } from '../sse-reply.js';
import { toUsage } from './collect-completion.js';
import type { CompletionFormat } from './completion-format.js';
import { openAiError } from './openai-error.filter.js';
import type { CompletionUsage } from './openai.types.js';

/** Writes an answer as OpenAI's chunks, ended by `[DONE]`. A fault before the first event is a plain error answer. */
export class CompletionStream {
  private sse: SseReply | undefined;
  private usage: CompletionUsage | undefined;
  private readonly announcedCalls = new Set<number>();

  constructor(
    private readonly reply: FastifyReply,
    private readonly format: CompletionFormat,
    private readonly includeUsage: boolean,
  ) {}

  async send(events: AsyncIterable<AiChatEvent>): Promise<void> {
    try {
      for await (const event of events) await this.write(event);
      if (this.includeUsage && this.usage) await this.data(this.format.usageChunk(this.usage));
      await this.sse?.write('data: [DONE]\n\n');
    } catch (error) {
      if (!this.sse) throw error;
      await this.data(openAiError(error).body);
    } finally {
      this.sse?.end();
    }
  }

  private async write({ event, data }: AiChatEvent): Promise<void> {
    if (event === 'delta') await this.chunk({ content: data.text });
    else if (event === 'caller_tool_call') await this.toolCall(data);
    else if (event === 'usage') this.usage = toUsage(data);
    else if (event === 'finish') await this.data(this.format.chunk({}, data.reason, this.includeUsage));
  }

  private async toolCall(part: { index: number; id: string; name: string; arguments: string }): Promise<void> {
    const first = !this.announcedCalls.has(part.index);
    this.announcedCalls.add(part.index);
    const head = first ? { id: part.id, type: 'function', function: { name: part.name, arguments: part.arguments } } : { function: { arguments: part.arguments } };
    await this.chunk({ tool_calls: [{ index: part.index, ...head }] });
  }

  private async chunk(delta: Record<string, unknown>): Promise<void> {
    await this.open();
    await this.data(this.format.chunk(delta, null, this.includeUsage));
  }

  private async open(): Promise<void> {
    if (this.sse) return;
    this.sse = new SseReply(this.reply);
    await this.data(this.format.chunk({ role: 'assistant', content: '', refusal: null }, null, this.includeUsage));
  }

  private async data(object: object): Promise<void> {
    await this.open();
    await this.sse?.write(`data: ${JSON.stringify(object)}\n\n`);
  }
}
