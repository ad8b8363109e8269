const EVERY_MS = 10_000;
const FAILURES = 3;

/** Asks an awake app every ten seconds whether it is well; says so once when it was not three times in a row. */
export class HealthWatch {
  private readonly timer: NodeJS.Timeout;
  private failures = 0;
  private isAsking = false;

  constructor(
    private readonly isHealthy: () => Promise<boolean>,
    private readonly onUnhealthy: () => void,
  ) {
    this.timer = setInterval(() => void this.ask(), EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    this.failures = (await this.isHealthy()) ? 0 : this.failures + 1;
    this.isAsking = false;
    if (this.failures < FAILURES) return;
    this.stop();
    this.onUnhealthy();
  }
}
