/** Work that finishes what was broken off: done at start and then regularly, never twice at once. */
export class Sweeper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  /** `failed` is told why a sweep did not end well; the next one tries again. */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly everyMs: number,
    private readonly failed: (cause: unknown) => void,
  ) {}

  start(): void {
    void this.sweep();
    this.timer = setInterval(() => void this.sweep(), this.everyMs);
    this.timer.unref();
  }

  /** Resolves when the sweep under way, or else a new one, has ended; never rejects. */
  sweep(): Promise<void> {
    this.running ??= this.work()
      .catch(this.failed)
      .finally(() => (this.running = undefined));
    return this.running;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
