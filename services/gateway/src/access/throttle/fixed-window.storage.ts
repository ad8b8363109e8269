import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';

const MAX_KEYS = 20_000;

interface Window {
  hits: number;
  endsAt: number;
}

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Hits in fixed windows, in this process's memory. Each throttler has its own bounded table, so that a flood of
 * invented account names cannot push out the windows of addresses.
 */
@Injectable()
export class FixedWindowStorage implements ThrottlerStorage {
  private readonly tables = new Map<string, LRUCache<string, Window>>();

  increment(key: string, ttl: number, limit: number, _blockDuration: number, throttlerName: string): Promise<ThrottlerRecord> {
    const now = Date.now();
    const window = this.windowOf(this.tableOf(throttlerName), key, now, ttl);
    window.hits += 1;
    const secondsLeft = Math.ceil((window.endsAt - now) / 1000);
    const isBlocked = window.hits > limit;
    return Promise.resolve({ totalHits: window.hits, timeToExpire: secondsLeft, isBlocked, timeToBlockExpire: isBlocked ? secondsLeft : 0 });
  }

  private windowOf(table: LRUCache<string, Window>, key: string, now: number, ttl: number): Window {
    const current = table.get(key);
    if (current && current.endsAt > now) return current;
    const fresh = { hits: 0, endsAt: now + ttl };
    table.set(key, fresh);
    return fresh;
  }

  private tableOf(name: string): LRUCache<string, Window> {
    const known = this.tables.get(name);
    if (known) return known;
    const table = new LRUCache<string, Window>({ max: MAX_KEYS });
    this.tables.set(name, table);
    return table;
  }
}
