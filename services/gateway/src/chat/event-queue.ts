/** What is pushed by one side and taken in batches by one reader, in order. */
export class EventQueue<T> {
  private waiting: T[] = [];
  private ended = false;
  private wake: () => void = () => undefined;

  push(item: T): void {
    this.waiting.push(item);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Everything that has come, each time in one batch, until the queue ends. Throws the signal's reason when it fires. */
  async *batches(signal: AbortSignal): AsyncGenerator<T[]> {
    const onAbort = () => this.wake();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (true) {
        signal.throwIfAborted();
        if (this.waiting.length > 0) yield this.takeAll();
        else if (this.ended) return;
        else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private takeAll(): T[] {
    const batch = this.waiting;
    this.waiting = [];
    return batch;
  }
}
