import type { ServerResponse } from 'node:http';
import type { Caller } from './call-limit.js';

const LEFT = Object.assign(new Error('The client left.'), { name: 'AbortError' });

/** The client that waits for a response. It leaves when its connection closes before the response was written. */
export class WaitingClient implements Caller {
  readonly reason = LEFT;
  private readonly onClose = () => {
    if (this.aborted) this.listener?.();
  };
  private listener: (() => void) | undefined;

  constructor(private readonly response: ServerResponse) {}

  get aborted(): boolean {
    return this.response.destroyed && !this.response.writableFinished;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listener = listener;
    this.response.once('close', this.onClose);
  }

  removeEventListener(): void {
    this.listener = undefined;
    this.response.off('close', this.onClose);
  }
}
