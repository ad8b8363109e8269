import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen, type CircuitBreakerPolicy } from 'cockatiel';

const FAILURES = 5;
const HALF_OPEN_AFTER_MS = 30_000;
const COUNTED = new Set(['APP_UNAVAILABLE', 'SKILL_BAD_RESPONSE']);

/** One circuit breaker per app: five failures in a row open it, half a minute later one call may try again. */
@Injectable()
export class SkillBreakers {
  private readonly breakers = new Map<string, CircuitBreakerPolicy>();

  async guard<T>(appId: string, action: () => Promise<T>): Promise<T> {
    try {
      return await this.of(appId).execute(action);
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new DomainError('APP_UNAVAILABLE', { retryAfter: HALF_OPEN_AFTER_MS / 1000 });
      throw error;
    }
  }

  private of(appId: string): CircuitBreakerPolicy {
    let breaker = this.breakers.get(appId);
    if (!breaker) {
      breaker = circuitBreaker(handleWhen(isAppFault), { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new ConsecutiveBreaker(FAILURES) });
      this.breakers.set(appId, breaker);
    }
    return breaker;
  }
}

function isAppFault(error: unknown): boolean {
  if (error instanceof DomainError) return COUNTED.has(error.code);
  return !(error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'));
}
