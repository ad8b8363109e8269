/** Remembers what it has seen for at least one period and at most two, in two generations, so it never grows for long. */
export class NonceMemory {
  private current = new Set<string>();
  private previous = new Set<string>();
  private turnsAt: number;

  constructor(
    private readonly periodMs: number,
    now: number,
  ) {
    this.turnsAt = now + periodMs;
  }

  /** Whether the nonce is new; from now on it is not. */
  accept(nonce: string, now: number): boolean {
    if (now >= this.turnsAt) {
      this.previous = now >= this.turnsAt + this.periodMs ? new Set() : this.current;
      this.current = new Set();
      this.turnsAt = now + this.periodMs;
    }
    if (this.current.has(nonce) || this.previous.has(nonce)) return false;
    this.current.add(nonce);
    return true;
  }
}
