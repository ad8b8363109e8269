import type { Clock } from './clock.js';
import type { LeaseStore } from './leases/lease-store.js';
import type { TokenStore } from './tokens/token-store.js';

/** A timer of Node cannot be longer. */
const LONGEST_MS = 2_000_000_000;

/** Ends tokens and leases when their time is over, asked or not. */
export class Sweeper {
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly tokens: TokenStore,
    private readonly leases: LeaseStore,
    /** A sealed server reaches nothing; what has expired meanwhile ends after it is unsealed. */
    private readonly isSealed: () => boolean,
  ) {}

  /** Wakes up when the next one expires. */
  schedule(): void {
    if (this.timer) clearTimeout(this.timer);
    const ends = [this.tokens.nextExpiry(), this.leases.nextExpiry()].flatMap((end) => end ?? []);
    if (this.closed || this.isSealed() || ends.length === 0) return;
    const ms = Math.min(Math.max(1, Math.min(...ends) - this.clock.now()), LONGEST_MS);
    this.timer = setTimeout(() => void this.sweep(), ms).unref();
  }

  async sweep(): Promise<void> {
    if (this.isSealed()) return;
    await this.tokens.sweep();
    await this.leases.sweep();
    this.schedule();
  }

  close(): void {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
  }
}
