import type { ThrottlerStorage } from '@nestjs/throttler';
import type { RedisLink } from '../../platform/redis-link.js';
import { FixedWindowStorage } from './fixed-window.storage.js';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Hits in fixed windows that all gateways share through Redis, in one round trip each. This process counts along, so
 * that neither losing nor flushing Redis gives anybody a new window, and what it has blocked itself asks nobody.
 */
export class RedisWindowStorage implements ThrottlerStorage {
  constructor(
    private readonly redis: RedisLink,
    private readonly own = new FixedWindowStorage(),
  ) {}

  async increment(key: string, ttl: number, limit: number, blockDuration: number, throttlerName: string): Promise<ThrottlerRecord> {
    const own = await this.own.increment(key, ttl, limit, blockDuration, throttlerName);
    if (own.isBlocked) return own;
    const name = this.redis.nameOf('rate', `${throttlerName} ${key}`);
    const shared = await this.redis.use((client) => client.count(name, ttl));
    return shared && shared[0] > own.totalHits ? recordOf(shared, limit) : own;
  }
}

function recordOf([totalHits, msLeft]: [number, number], limit: number): ThrottlerRecord {
  const seconds = Math.max(1, Math.ceil(msLeft / 1000));
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
}
