import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { VaultMetrics } from './vault-metrics.js';

/** Counts the callers that a guard refuses. */
export class CountedCallers implements CanActivate {
  constructor(
    private readonly guard: { canActivate(context: ExecutionContext): boolean },
    private readonly metrics: VaultMetrics,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    try {
      return this.guard.canActivate(context);
    } catch (error) {
      this.metrics.refusedCaller();
      throw error;
    }
  }
}
