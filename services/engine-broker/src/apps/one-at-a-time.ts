import { DomainError } from '@mateship/contracts';

const MAX_WAITING = 8;

/** Runs the work of one key after the other, and that of different keys side by side. */
export class OneAtATime {
  private readonly lines = new Map<string, { last: Promise<unknown>; waiting: number }>();

  /** @throws DomainError RATE_LIMITED when eight others wait for the key already; whatever the work throws. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { last: Promise.resolve(), waiting: 0 };
    if (line.waiting > MAX_WAITING) throw new DomainError('RATE_LIMITED', { retryAfter: 5 });
    line.waiting++;
    const mine = line.last.then(work);
    line.last = mine.catch(() => undefined);
    this.lines.set(key, line);
    try {
      return await mine;
    } finally {
      if (--line.waiting === 0) this.lines.delete(key);
    }
  }
}
