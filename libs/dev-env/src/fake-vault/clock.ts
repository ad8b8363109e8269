/** The wall clock of a fake server, which tests can move forward. */
export class Clock {
  private ahead = 0;

  /** Unix time in milliseconds. */
  now(): number {
    return Date.now() + this.ahead;
  }

  advance(seconds: number): void {
    this.ahead += seconds * 1000;
  }
}

/** RFC 3339, as Go prints it. */
export function rfc3339(time: number): string {
  return new Date(time).toISOString();
}

/** Whole seconds from now until then; 0 for what has no end or is over. */
export function secondsUntil(then: number | null, now: number): number {
  return then === null ? 0 : Math.max(0, Math.round((then - now) / 1000));
}
