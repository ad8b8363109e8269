import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CacheStore } from './cache-store.js';

const MAX_BYTES = 64 * 1024 * 1024;

const MAX_LOST = 20_000;

interface List {
  values: Buffer[];
  bytes: number;
}

/** {@link CacheStore} in this process's memory, bounded in bytes. A list that was pushed out stays dead: what comes later would have wrong numbers. */
@Injectable()
export class InProcessCacheStore extends CacheStore {
  private readonly lost = new LRUCache<string, true>({ max: MAX_LOST });
  private readonly lists = new LRUCache<string, List>({
    maxSize: MAX_BYTES,
    sizeCalculation: (list) => Math.max(1, list.bytes),
    ttlAutopurge: false,
    dispose: (_list, key, reason) => {
      if (reason === 'evict' || reason === 'expire') this.lost.set(key, true);
    },
  });

  async append(key: string, value: Buffer, ttlMs: number): Promise<void> {
    const { values, bytes } = this.lists.get(key) ?? { values: [], bytes: 0 };
    if (this.lost.has(key)) return;
    values.push(value);
    // The cache measures an entry anew only when it is another object.
    this.lists.set(key, { values, bytes: bytes + value.length }, { ttl: ttlMs });
    if (!this.lists.has(key)) this.lost.set(key, true);
  }

  async range(key: string, from: number): Promise<Buffer[] | null> {
    return this.lists.get(key)?.values.slice(from) ?? null;
  }

  async delete(key: string): Promise<void> {
    this.lists.delete(key);
    this.lost.delete(key);
  }
}
