import type { ServerResponse } from 'node:http';
import type { Caller } from './call-limit.js';

const LEFT = Object.assign(new Error('The client left.'), { name: 'AbortError' });

/** The client that waits for a response. It leaves when its connection closes before the response was written. */
export class WaitingClient implements Caller {
  readonly reason = LEFT;
  private readonly listeners = new Set<() => void>();
  private readonly onClose = () => {
    if (this.aborted) for (const listener of this.listeners) listener();
  };

  constructor(private readonly response: ServerResponse) {}

  get aborted(): boolean {
    return this.response.destroyed && !this.response.writableFinished;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.listeners.size === 0) this.response.once('close', this.onClose);
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.response.off('close', this.onClose);
  }
}
