import type { ServerResponse } from 'node:http';
import { DomainError } from '@mateship/contracts';

/** One object for all calls: a fresh one would take down its stack each time. */
const OVER = new DomainError('SKILL_FAILED', { message: 'The call is over.' });

/** How long one call may go on: to its deadline, and while its caller is there. */
export class CallClock {
  private readonly controller = new AbortController();
  private readonly aborted: Promise<never>;
  private readonly timer: NodeJS.Timeout;

  constructor(
    deadline: number,
    private readonly response: ServerResponse,
  ) {
    this.timer = setTimeout(() => this.controller.abort(new DomainError('SKILL_TIMEOUT')), Math.max(0, deadline - Date.now()));
    response.once('close', this.onClose);
    this.aborted = new Promise((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.signal.reason as DomainError), { once: true });
    });
    this.aborted.catch(() => undefined);
    if (response.destroyed) this.onClose();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The work's outcome, or the reason why nobody waits for it any more, even when the work does not heed the signal. */
  async race<T>(work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.aborted]);
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : error;
    }
  }

  /** The call is over: whatever still runs for it is told to stop. */
  end(): void {
    clearTimeout(this.timer);
    this.response.off('close', this.onClose);
    this.controller.abort(OVER);
  }

  private readonly onClose = (): void => {
    if (!this.response.writableFinished) this.controller.abort(new DomainError('SKILL_FAILED', { message: 'The caller left.' }));
  };
}
