const MOST = 10;
const WINDOW_MS = 30 * 60_000;

/** How often an app may be restarted by itself: ten times in thirty minutes. */
export class RestartLimit {
  private restarts: number[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Restarts that still count. */
  get count(): number {
    const since = this.now() - WINDOW_MS;
    this.restarts = this.restarts.filter((moment) => moment > since);
    return this.restarts.length;
  }

  /** Counts one more restart, or says no. */
  allow(): boolean {
    if (this.count >= MOST) return false;
    this.restarts.push(this.now());
    return true;
  }

  reset(): void {
    this.restarts = [];
  }
}
