import type { AiChatEvent } from '@mateship/contracts';
import type { ModelRequest } from '../models/model-provider.js';

const CHARACTERS_PER_TOKEN = 4;

/** Counts the tokens of a run over its rounds; rounds that the server did not count are estimated. */
export class UsageCount {
  private input = 0;
  private output = 0;

  add(inputTokens: number, outputTokens: number): void {
    this.input += inputTokens;
    this.output += outputTokens;
  }

  event(model: { id: string; provider: { id: string } }): AiChatEvent {
    return { event: 'usage', data: { inputTokens: this.input, outputTokens: this.output, model: model.id, provider: model.provider.id } };
  }
}

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** About how many characters a round sends. */
export function requestSize({ turns, passthrough }: Pick<ModelRequest, 'turns' | 'passthrough'>): number {
  if (passthrough) return JSON.stringify(passthrough.messages).length;
  return turns.reduce((sum, turn) => sum + (turn.role === 'tool' ? 0 : turn.content.length), 0);
}
