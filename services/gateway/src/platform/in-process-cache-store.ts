import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CacheStore } from './cache-store.js';

const MAX_BYTES = 64 * 1024 * 1024;

interface List {
  values: Buffer[];
  bytes: number;
}

/** {@link CacheStore} in this process's memory, bounded in bytes. */
@Injectable()
export class InProcessCacheStore extends CacheStore {
  private readonly lists = new LRUCache<string, List>({ maxSize: MAX_BYTES, sizeCalculation: (list) => Math.max(1, list.bytes), ttlAutopurge: false });

  async append(key: string, value: Buffer, ttlMs: number): Promise<void> {
    const list = this.lists.get(key) ?? { values: [], bytes: 0 };
    list.values.push(value);
    list.bytes += value.length;
    this.lists.set(key, list, { ttl: ttlMs });
  }

  async range(key: string, from: number): Promise<Buffer[] | null> {
    return this.lists.get(key)?.values.slice(from) ?? null;
  }

  async delete(key: string): Promise<void> {
    this.lists.delete(key);
  }
}
