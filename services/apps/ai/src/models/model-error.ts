/**
 * Why a model could not answer. `next` says whether another provider may be asked instead; `sick` whether the fault
 * speaks against the provider's health, so that it counts for its circuit breaker.
 */
export class ModelError extends Error {
  readonly next: boolean;
  readonly sick: boolean;

  constructor(message: string, options: { next: boolean; sick: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'ModelError';
    this.next = options.next;
    this.sick = options.sick;
  }
}
