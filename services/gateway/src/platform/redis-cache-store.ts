import { LRUCache } from 'lru-cache';
import { CacheStore } from './cache-store.js';
import { InProcessCacheStore } from './in-process-cache-store.js';
import type { RedisLink } from './redis-link.js';

const MAX_LISTS = 20_000;

/**
 * {@link CacheStore} that keeps a copy in Redis, for what this process has had to push out of its memory. Its own copy
 * is read first and complete, so that losing Redis in the middle of an answer shows nowhere.
 */
export class RedisCacheStore extends CacheStore {
  private readonly lengths = new LRUCache<string, number>({ max: MAX_LISTS });

  constructor(
    private readonly redis: RedisLink,
    private readonly own = new InProcessCacheStore(),
  ) {
    super();
  }

  async append(key: string, value: Buffer, ttlMs: number): Promise<void> {
    const index = this.lengths.get(key) ?? 0;
    this.lengths.set(key, index + 1, { ttl: ttlMs });
    const asked = this.redis.use((client) => client.append(this.nameOf(key), { index, value, ttlMs }));
    await this.own.append(key, value, ttlMs);
    await asked;
  }

  async range(key: string, from: number): Promise<Buffer[] | null> {
    const own = await this.own.range(key, from);
    return own ?? (await this.redis.use((client) => client.range(this.nameOf(key), from))) ?? null;
  }

  async delete(key: string): Promise<void> {
    this.lengths.delete(key);
    await this.own.delete(key);
    await this.redis.use((client) => client.delete(this.nameOf(key)));
  }

  private nameOf(key: string): string {
    return this.redis.nameOf('list', key);
  }
}
