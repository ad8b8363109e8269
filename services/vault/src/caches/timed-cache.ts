/** How a cache is bounded and watched. */
export interface TimedCacheOptions {
  max: number;
  ttlMs: number;
  /** Told of every question, whether it was answered from memory. */
  onAsk(hit: boolean): void;
}

/** Values in memory for a limited time; when it is full the oldest goes. */
export class TimedCache<V> {
  private readonly entries = new Map<string, { value: V; until: number }>();
  private generation = 0;

  constructor(private readonly options: TimedCacheOptions) {}

  /** The value in memory, else what `load` gives. What was dropped while it loaded is not kept. */
  async get(key: string, load: () => Promise<V>): Promise<V> {
    const known = this.entries.get(key);
    const isHit = known !== undefined && known.until > Date.now();
    this.options.onAsk(isHit);
    if (isHit) return known.value;
    const { generation } = this;
    const value = await load();
    if (generation === this.generation) this.keep(key, value);
    return value;
  }

  drop(key: string): void {
    this.generation += 1;
    this.entries.delete(key);
  }

  clear(): void {
    this.generation += 1;
    this.entries.clear();
  }

  private keep(key: string, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, { value, until: Date.now() + this.options.ttlMs });
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.options.max && !oldest.done) this.entries.delete(oldest.value);
  }
}
