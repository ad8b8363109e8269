import { randomUUID } from 'node:crypto';
import type { AiChatEvent } from '@mateship/contracts';
import type { FastifyReply } from 'fastify';
import { SseReply } from '../sse-reply.js';
import type { Take } from '../take-chunks.js';
import { toUsage } from './collect-completion.js';
import type { CompletionFormat } from './completion-format.js';
import { openAiError } from './openai-error.filter.js';
import type { CompletionUsage, FinishReason } from './openai.types.js';

/** Stands for the text in a chunk. No model's name holds this one, since it is drawn anew at each start. */
const MARK = randomUUID();

/** Writes an answer as OpenAI's chunks, ended by `[DONE]`. A fault before the first event is a plain error answer. */
export class CompletionStream {
  private sse: SseReply | undefined;
  private usage: CompletionUsage | undefined;
  private aroundText: string[] | undefined;
  private readonly announcedCalls = new Set<number>();

  constructor(
    private readonly reply: FastifyReply,
    private readonly format: CompletionFormat,
    private readonly includeUsage: boolean,
  ) {}

  async send(run: (take: Take<AiChatEvent>) => Promise<void>): Promise<void> {
    try {
      await run((event) => this.write(event));
      if (this.includeUsage && this.usage) await this.data(JSON.stringify(this.format.usageChunk(this.usage)));
      await this.sse?.write('data: [DONE]\n\n');
    } catch (error) {
      if (!this.sse) throw error;
      await this.data(JSON.stringify(openAiError(error).body));
    } finally {
      this.sse?.end();
    }
  }

  private write({ event, data }: AiChatEvent): Promise<unknown> | undefined {
    if (event === 'delta') return this.data(this.textChunk(data.text));
    if (event === 'caller_tool_call') return this.data(this.chunk({ tool_calls: [this.toolCall(data)] }, null));
    if (event === 'finish') return this.data(this.chunk({}, data.reason));
    if (event === 'usage') this.usage = toUsage(data);
    return undefined;
  }

  private toolCall(part: { index: number; id: string; name: string; arguments: string }): object {
    const first = !this.announcedCalls.has(part.index);
    this.announcedCalls.add(part.index);
    if (!first) return { index: part.index, function: { arguments: part.arguments } };
    return { index: part.index, id: part.id, type: 'function', function: { name: part.name, arguments: part.arguments } };
  }

  private chunk(delta: Record<string, unknown>, reason: FinishReason | null): string {
    return JSON.stringify(this.format.chunk(delta, reason, this.includeUsage));
  }

  /** Chunks of text differ in their text alone, so the rest is made once. */
  private textChunk(text: string): string {
    this.aroundText ??= this.chunk({ content: MARK }, null).split(JSON.stringify(MARK));
    return this.aroundText.join(JSON.stringify(text));
  }

  private data(json: string): Promise<unknown> | undefined {
    if (!this.sse) {
      this.sse = new SseReply(this.reply);
      void this.data(this.chunk({ role: 'assistant', content: '', refusal: null }, null));
    }
    return this.sse.write(`data: ${json}\n\n`);
  }
}
