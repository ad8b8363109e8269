import type { AiChatEvent, ChatEvent, Citation, MessageUsage, ToolStep } from '@mateship/contracts';
import type { MessageBody } from './chat.types.js';

const CHARACTERS_PER_TOKEN = 4;

/** Collects an answer from the events of ai/chat, and says what each event means to a reader. */
export class AnswerDraft {
  private readonly texts: string[] = [];
  private readonly citations: Citation[] = [];
  private readonly steps: ToolStep[] = [];
  private usage: { inputTokens: number; outputTokens: number; model: string; provider: string } | null = null;
  private readonly knownFiles: Set<string>;

  constructor(files: Iterable<string>) {
    this.knownFiles = new Set(files);
  }

  /** The event to pass on; null when readers do not see it. */
  take(event: AiChatEvent): ChatEvent | null {
    switch (event.event) {
      case 'delta':
        this.texts.push(event.data.text);
        return event;
      case 'tool_call':
        this.steps.push({ ...event.data, ok: null, summary: null });
        return event;
      case 'tool_result':
        this.resolveStep(event.data);
        return event;
      case 'citation':
        if (event.data.fileId !== null && !this.knownFiles.has(event.data.fileId)) return null;
        this.citations.push(event.data);
        return event;
      case 'usage':
        this.usage = event.data;
        return null;
      default:
        return null;
    }
  }

  /** What was used so far; an answer that was cut off before the provider counted is estimated from its text and its question. */
  used(conversation: { content: string }[]): { inputTokens: number; outputTokens: number; model: string | null } {
    if (this.usage) return this.usage;
    const outputTokens = tokensOf(this.texts);
    const inputTokens = outputTokens > 0 ? tokensOf(conversation.map(({ content }) => content)) : 0;
    return { inputTokens, outputTokens, model: null };
  }

  usageFor(amount: bigint): MessageUsage | null {
    return this.usage && { ...this.usage, credits: amount.toString() };
  }

  body(usage: MessageUsage | null, error: MessageBody['error']): MessageBody {
    return { content: this.texts.join(''), attachments: [], citations: this.citations, steps: this.steps, usage, error };
  }

  private resolveStep({ id, ok, summary }: { id: string; ok: boolean; summary: string }): void {
    const step = this.steps.find((candidate) => candidate.id === id);
    if (!step) return;
    step.ok = ok;
    step.summary = summary;
  }
}

function tokensOf(texts: string[]): number {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
