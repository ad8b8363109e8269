import { DomainError } from '@mateship/contracts';

/** Nobody waits for the work any more. One object for all calls: a fresh one would take down its stack each time. */
const OVER = Object.assign(new Error('The call is over.'), { name: 'AbortError' });

/** How long one call may go on: for its time, while its caller waits, and until {@link end}. */
export class CallLimit {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onLeft = () => this.controller.abort(this.caller.reason);

  constructor(
    milliseconds: number,
    private readonly caller: AbortSignal,
  ) {
    this.timer = setTimeout(() => this.controller.abort(new DomainError('SKILL_TIMEOUT')), milliseconds);
    if (caller.aborted) this.onLeft();
    else caller.addEventListener('abort', this.onLeft, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Stops what still runs for the call. */
  end(): void {
    clearTimeout(this.timer);
    this.caller.removeEventListener('abort', this.onLeft);
    this.controller.abort(OVER);
  }
}
