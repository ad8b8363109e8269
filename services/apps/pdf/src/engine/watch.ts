import { DomainError } from '@mateship/contracts';
import type { Limits } from './limits.js';

const INTERVAL = 25;

/**
 * Looks at memory and clock while a job runs. The process as a whole is measured, because decoded streams and images
 * live outside the worker's heap; jobs run one at a time, so what grows belongs to the job (or to a document kept open).
 */
export class Watch {
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  #sign = this.#started;

  constructor(
    private readonly limits: Pick<Limits, 'growth' | 'total' | 'stall'>,
    private readonly baseline: number,
    private readonly exceeded: (error: DomainError) => void,
  ) {
    this.#timer = setInterval(() => this.look(), INTERVAL);
  }

  /** The worker finished a page. */
  progress(): void {
    this.#sign = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  private look(): void {
    const now = performance.now();
    const reason =
      process.memoryUsage.rss() - this.baseline > this.limits.growth ? 'memory' : now - this.#started > this.limits.total || now - this.#sign > this.limits.stall ? 'time' : null;
    if (!reason) return;
    this.stop();
    this.exceeded(new DomainError('PDF_LIMIT', { details: { reason } }));
  }
}
