import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen, type CircuitBreakerPolicy } from 'cockatiel';
import type { AppEndpoint } from './runtime/app-runtime.js';

const FAILURES = 5;
const HALF_OPEN_AFTER_MS = 30_000;
const COUNTED = new Set(['APP_UNAVAILABLE', 'SKILL_BAD_RESPONSE']);

/**
 * One circuit breaker per start of an app: five failures in a row open it, half a minute later one call may try again.
 * A crash is the runtime's business, so the process that takes a crashed one's place begins with a closed breaker.
 */
@Injectable()
export class SkillBreakers {
  private readonly breakers = new WeakMap<AppEndpoint, CircuitBreakerPolicy>();

  async guard<T>(endpoint: AppEndpoint, action: () => Promise<T>): Promise<T> {
    try {
      return await this.of(endpoint).execute(action);
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new DomainError('APP_UNAVAILABLE', { retryAfter: HALF_OPEN_AFTER_MS / 1000 });
      throw error;
    }
  }

  private of(endpoint: AppEndpoint): CircuitBreakerPolicy {
    let breaker = this.breakers.get(endpoint);
    if (!breaker) {
      breaker = circuitBreaker(handleWhen(isAppFault), { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new ConsecutiveBreaker(FAILURES) });
      this.breakers.set(endpoint, breaker);
    }
    return breaker;
  }
}

function isAppFault(error: unknown): boolean {
  if (error instanceof DomainError) return COUNTED.has(error.code);
  return !(error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'));
}
