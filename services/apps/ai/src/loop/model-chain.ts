import { ModelError } from '../models/model-error.js';
import type { Candidate } from '../models/model-catalogue.js';
import type { ModelEvent, ModelRequest } from '../models/model-provider.js';

/** Asks the wanted model and, when it fails before it has said anything, the next. A run stays with the model that answered. */
export class ModelChain {
  private answeredBy: Candidate | null = null;

  constructor(private readonly candidates: readonly Candidate[]) {}

  /** The model that answers, or that would be asked first. */
  get current(): Candidate {
    const candidate = this.answeredBy ?? this.candidates[0];
    if (!candidate) throw new ModelError('there is no model', { next: false, sick: false });
    return candidate;
  }

  get answered(): boolean {
    return this.answeredBy !== null;
  }

  async *stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    const candidates = this.answeredBy ? [this.answeredBy] : this.candidates;
    for (const [index, candidate] of candidates.entries()) {
      let begun = false;
      try {
        const maxTokens = Math.min(request.maxTokens, candidate.maxOutputTokens);
        for await (const event of candidate.provider.stream(candidate.name, { ...request, maxTokens })) {
          if (!begun) this.answeredBy = candidate;
          begun = true;
          yield event;
        }
        return;
      } catch (error) {
        const more = index + 1 < candidates.length;
        if (begun || !more || !(error instanceof ModelError) || !error.next) throw error;
      }
    }
  }
}
