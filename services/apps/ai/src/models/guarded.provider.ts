import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll, isBrokenCircuitError, type CircuitBreakerPolicy } from 'cockatiel';
import { ModelError } from './model-error.js';
import type { ModelEvent, ModelProvider, ModelRequest } from './model-provider.js';

const FAILURES = 5;
const HALF_OPEN_AFTER_MS = 30_000;

/** Puts a circuit breaker before a provider: it is left alone for 30 s after 5 failures in a row. */
export class GuardedProvider implements ModelProvider {
  readonly id: string;
  private readonly policy: CircuitBreakerPolicy = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(FAILURES),
    halfOpenAfter: HALF_OPEN_AFTER_MS,
  });

  constructor(private readonly inner: ModelProvider) {
    this.id = inner.id;
  }

  async *stream(model: string, request: ModelRequest): AsyncGenerator<ModelEvent> {
    const outcome = await this.enter();
    try {
      for await (const event of this.inner.stream(model, request)) {
        // Others wait while a half-open circuit is tried, so its first event must settle it, not the end of a long answer.
        if (this.policy.state === CircuitState.HalfOpen) outcome.resolve();
        yield event;
      }
    } catch (error) {
      if (error instanceof ModelError && error.sick) outcome.reject(error);
      throw error;
    } finally {
      outcome.resolve();
    }
  }

  /** Waits for leave to call the provider; the breaker learns how the call went when the outcome settles. */
  private async enter(): Promise<PromiseWithResolvers<void>> {
    const outcome = Promise.withResolvers<void>();
    await new Promise<void>((resolve, reject) => {
      const execution = this.policy.execute(() => {
        resolve();
        return outcome.promise;
      });
      execution.catch(reject);
    }).catch((error: unknown) => {
      if (!isBrokenCircuitError(error)) throw error;
      throw new ModelError(`${this.id} is left alone after several failures`, { next: true, sick: false, cause: error });
    });
    return outcome;
  }
}
