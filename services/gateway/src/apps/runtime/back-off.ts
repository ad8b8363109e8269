const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const STABLE_MS = 60_000;

/** How long to wait after crashes: doubling from half a second to thirty; a minute without one starts over. */
export class BackOff {
  private crashes = 0;
  private lastCrash = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  crashed(): void {
    if (this.now() - this.lastCrash > STABLE_MS) this.crashes = 0;
    this.crashes += 1;
    this.lastCrash = this.now();
  }

  reset(): void {
    this.crashes = 0;
  }

  /** Milliseconds until the next start is allowed. */
  remaining(): number {
    if (this.crashes === 0) return 0;
    const pause = Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.crashes - 1));
    return Math.max(0, this.lastCrash + pause - this.now());
  }
}
