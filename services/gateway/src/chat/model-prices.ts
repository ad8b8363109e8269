import { Inject, Injectable } from '@nestjs/common';
import type { AiMessage } from '@mateship/contracts';
import { CONFIG, type GatewayConfig } from '../config/config.js';

interface Price {
  inputPrice: number;
  outputPrice: number;
}

const FREE: Price = { inputPrice: 0, outputPrice: 0 };
const CHARACTERS_PER_TOKEN = 3;
const ROUND_OVERHEAD_TOKENS = 2000;
const PAID_ROUNDS = 4;
const PER_MILLION = 1_000_000;

/** What an answer may cost and what it did cost, in micro-credits. Models without a price are local and free. */
@Injectable()
export class ModelPrices {
  constructor(@Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'models' | 'budget'>) {}

  /** The most that answering may cost; this is held before any work begins. */
  worstCase(model: string | null, messages: AiMessage[]): bigint {
    const price = this.dearest(model);
    const characters = messages.reduce((sum, message) => sum + message.content.length, 0);
    const input = (Math.ceil(characters / CHARACTERS_PER_TOKEN) + ROUND_OVERHEAD_TOKENS) * PAID_ROUNDS;
    return cost(price, input, this.config.budget.tokens);
  }

  /** The price of what a model did; null stands for the default model. */
  used(model: string | null, inputTokens: number, outputTokens: number): bigint {
    return cost(this.find(model ?? this.defaultModel()), inputTokens, outputTokens);
  }

  private defaultModel(): string {
    const { default: chosen, providers } = this.config.models;
    const first = providers[0];
    return chosen ?? (first ? `${first.id}/${first.models[0]?.id}` : '');
  }

  /** A fallback may answer in the place of the wanted model, so the dearest of those in question is held. */
  private dearest(model: string | null): Price {
    const all = this.config.models.providers.flatMap((provider) => provider.models);
    if (model?.startsWith('offline/') || model?.startsWith('ollama/')) return FREE;
    return all.reduce((most: Price, price) => ({ inputPrice: Math.max(most.inputPrice, price.inputPrice), outputPrice: Math.max(most.outputPrice, price.outputPrice) }), FREE);
  }

  private find(model: string): Price {
    for (const provider of this.config.models.providers) {
      const found = provider.models.find((candidate) => `${provider.id}/${candidate.id}` === model);
      if (found) return found;
    }
    return FREE;
  }
}

function cost(price: Price, inputTokens: number, outputTokens: number): bigint {
  return BigInt(Math.ceil((inputTokens * price.inputPrice + outputTokens * price.outputPrice) / PER_MILLION));
}
