import { DomainError, type AiModelsOutput } from '@mateship/contracts';
import type { ProvidersConfig } from '../config.js';
import type { ModelProvider } from './model-provider.js';

export const OFFLINE_MODEL = 'offline/assistant';

/** A model that can be asked, with the provider that runs it. */
export interface Candidate {
  id: string;
  name: string;
  provider: ModelProvider;
  maxOutputTokens: number;
  inputPrice: number;
  outputPrice: number;
  /** Stands in for others, and others for it, when it does not answer. */
  replaceable: boolean;
}

/** All models that can answer right now, and which stand in for which. */
export class ModelCatalogue {
  constructor(
    private readonly candidates: readonly Candidate[],
    private readonly preferred: ProvidersConfig['default'],
  ) {}

  /** The wanted model, or the default one, and after it those that may answer in its place. */
  chain(model: string | null): Candidate[] {
    const first = model === null ? this.default() : this.find(model);
    if (!first) throw new DomainError('NOT_FOUND', { message: `There is no model ${JSON.stringify(model)} here. Choose one of the list of models.` });
    if (!first.replaceable) return [first];
    const others = this.candidates.filter((candidate) => candidate.replaceable && candidate.provider !== first.provider);
    const firstOfEach = others.filter((candidate, index) => others.findIndex(({ provider }) => provider === candidate.provider) === index);
    return [first, ...firstOfEach];
  }

  list(): AiModelsOutput['models'] {
    const chosen = this.default();
    return this.candidates.map((candidate) => ({
      id: candidate.id,
      provider: candidate.provider.id,
      default: candidate === chosen,
      inputPrice: candidate.inputPrice,
      outputPrice: candidate.outputPrice,
      maxOutputTokens: candidate.maxOutputTokens,
    }));
  }

  private default(): Candidate | undefined {
    const set = this.preferred === undefined ? undefined : this.find(this.preferred);
    return set ?? this.candidates.find(({ replaceable }) => replaceable) ?? this.candidates.find(({ id }) => id !== OFFLINE_MODEL) ?? this.candidates[0];
  }

  private find(model: string): Candidate | undefined {
    return this.candidates.find(({ id }) => id === model);
  }
}
