import type { SentEvent } from './event-log.js';

/** Sends text to a reader; gives something to wait for when it reads slower than that. */
export type Send = (text: string) => Promise<unknown> | undefined | void;

/** One reader of a stream: an event is sent in the turn in which it comes, unless the reader is slow or has to catch up. */
export class EventReader {
  private waiting: SentEvent[] = [];
  private isFree = false;
  private isLast = false;
  private resolve: () => void = () => undefined;
  private reject: (fault: unknown) => void = () => undefined;

  constructor(private readonly send: Send) {}

  /** Waits until {@link catchUp} at first. */
  push(event: SentEvent): void {
    if (this.isFree) this.pass(event.text);
    else this.waiting.push(event);
  }

  /** Nothing comes any more. */
  end(): void {
    this.isLast = true;
    if (this.isFree) this.resolve();
  }

  /** Sends what came earlier, then what has been pushed and comes. Done after the last; throws the signal's reason when it fires. */
  catchUp(earlier: SentEvent[], after: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      [this.resolve, this.reject] = [resolve, reject];
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      const last = earlier.at(-1)?.id ?? after;
      this.waiting = [...earlier, ...this.waiting.filter(({ id }) => id > last)];
      this.sendWaiting();
    });
  }

  private sendWaiting(): void {
    const text = this.waiting.map((event) => event.text).join('');
    this.waiting = [];
    this.isFree = true;
    if (text) this.pass(text);
    if (this.isFree && this.isLast) this.resolve();
  }

  private pass(text: string): void {
    const slow = this.send(text);
    if (!slow) return;
    this.isFree = false;
    slow.then(() => this.sendWaiting(), this.reject);
  }
}
