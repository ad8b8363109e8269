import { DomainError } from '@mateship/contracts';

/** Nobody waits for the work any more. One object for all calls: a fresh one would take down its stack each time. */
const OVER = Object.assign(new Error('The call is over.'), { name: 'AbortError' });

/** Says when nobody waits for the work any more: as much of an AbortSignal as is needed for that, so every AbortSignal is one. */
export interface Caller {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * How long one call may go on: for its time, while its caller waits, and until {@link end}. The AbortSignal is made
 * when somebody asks for it: making and firing one costs more than the rest of a short call's bookkeeping.
 */
export class CallLimit {
  private readonly timer: NodeJS.Timeout;
  private readonly onLeft = () => this.stop(this.caller.reason);
  private controller: AbortController | undefined;
  private listener: ((reason: unknown) => void) | undefined;
  private stopped: { reason: unknown } | undefined;

  constructor(
    milliseconds: number,
    private readonly caller: Caller,
  ) {
    this.timer = setTimeout(() => this.stop(new DomainError('SKILL_TIMEOUT')), milliseconds);
    if (caller.aborted) this.onLeft();
    else caller.addEventListener('abort', this.onLeft);
  }

  /** Aborts with the reason for which the call has stopped or ended. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.stopped) this.controller.abort(this.stopped.reason);
    return this.controller.signal;
  }

  /** Runs the listener, of which there is one, when time is over or the caller leaves; at once when that has happened. */
  onStop(listener: (reason: unknown) => void): void {
    if (this.stopped) listener(this.stopped.reason);
    else this.listener = listener;
  }

  /** Stops what still runs for the call. */
  end(): void {
    clearTimeout(this.timer);
    this.caller.removeEventListener('abort', this.onLeft);
    this.listener = undefined;
    this.stop(OVER);
  }

  private stop(reason: unknown): void {
    if (this.stopped) return;
    this.stopped = { reason };
    this.controller?.abort(reason);
    this.listener?.(reason);
  }
}
