import { LRUCache } from 'lru-cache';

/**
 * Answers of a lookup, remembered for a moment: the store stays the truth, and whatever is revoked there by
 * anybody is dead here after `ttlMs`. Concurrent questions share one lookup; nothing absent is remembered.
 */
export class RecentLookup<Found extends object> {
  private readonly answers: LRUCache<string, Promise<Found | null>>;

  constructor(
    private readonly load: (id: string) => Promise<Found | null>,
    options: { max: number; ttlMs: number },
  ) {
    // The cache looks at the clock only so often, and not for every question; no answer gets older for that.
    const ttlResolution = options.ttlMs / 20;
    this.answers = new LRUCache({ max: options.max, ttl: options.ttlMs - ttlResolution, ttlResolution });
  }

  get(id: string): Promise<Found | null> {
    return this.answers.get(id) ?? this.ask(id);
  }

  /** Forgets an answer at once; a lookup that is under way is not remembered either. */
  drop(id: string): void {
    this.answers.delete(id);
  }

  private ask(id: string): Promise<Found | null> {
    const forget = () => {
      if (this.answers.peek(id) === answer) this.answers.delete(id);
    };
    const answer = this.load(id);
    this.answers.set(id, answer);
    answer.then((found) => (found === null ? forget() : undefined), forget);
    return answer;
  }
}
