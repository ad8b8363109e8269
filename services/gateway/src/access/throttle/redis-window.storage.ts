import type { ThrottlerStorage } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';
import type { RedisLink } from '../../platform/redis-link.js';
import { FixedWindowStorage } from './fixed-window.storage.js';

const MAX_KEYS = 20_000;
/**
 * With this much room, a request does not wait until Redis has counted it, unless Redis was last heard of too long ago
 * or has many others still to count. So what other gateways let through in that time is missed by few requests at most.
 */
const ROOM = 100;
const NEWS_MS = 1_000;
const UNCOUNTED = 16;
/** Hits that nobody waits for are told together: after a while, or when there are enough of them. */
const TELL_MS = 25;
const TELL_HITS = 8;

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** What this process knows of a window that all gateways share. */
interface SharedWindow {
  /** In Redis. */
  name: string;
  ttl: number;
  /** As of the last answer; 0 before the first and without Redis. */
  hits: number;
  endsAt: number;
  answeredAt: number;
  /** Hits that Redis was told and has not yet answered. */
  told: number;
  /** Hits that Redis has yet to be told. */
  untold: number;
}

/**
 * Hits in fixed windows that all gateways share through Redis. A request waits for the count only near its limit; with
 * room left, it is counted a little later. This process counts along, so that neither losing nor flushing Redis
 * gives anybody a new window, and what it has blocked itself asks nobody.
 */
export class RedisWindowStorage implements ThrottlerStorage {
  private readonly windows = new LRUCache<string, SharedWindow>({ max: MAX_KEYS });
  private readonly untold = new Set<SharedWindow>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: RedisLink,
    private readonly own = new FixedWindowStorage(),
  ) {}

  async increment(key: string, ttl: number, limit: number, blockDuration: number, throttlerName: string): Promise<ThrottlerRecord> {
    const own = await this.own.increment(key, ttl, limit, blockDuration, throttlerName);
    if (own.isBlocked) return own;
    const window = this.windowOf(`${throttlerName} ${key}`, ttl);
    window.untold += 1;
    const hits = hasRoom(window, limit) ? this.countLater(window) : await this.count(window);
    return hits > own.totalHits ? recordOf(hits, window.endsAt, limit) : own;
  }

  private windowOf(id: string, ttl: number): SharedWindow {
    const known = this.windows.get(id);
    if (known) return known;
    const fresh = { name: this.redis.nameOf('rate', id), ttl, hits: 0, endsAt: 0, answeredAt: 0, told: 0, untold: 0 };
    this.windows.set(id, fresh);
    return fresh;
  }

  /** The hits with this one, as far as this process knows. */
  private countLater(window: SharedWindow): number {
    const hits = window.hits + window.told + window.untold;
    if (window.untold >= TELL_HITS) void this.count(window);
    else {
      this.untold.add(window);
      this.timer ??= setTimeout(() => this.countAll(), TELL_MS).unref();
    }
    return hits;
  }

  private countAll(): void {
    this.timer = undefined;
    for (const window of this.untold) void this.count(window);
  }

  /** The hits with this one; 0 when Redis cannot be asked. */
  private async count(window: SharedWindow): Promise<number> {
    const telling = window.untold;
    this.untold.delete(window);
    window.untold = 0;
    window.told += telling;
    const [hits, msLeft] = (await this.redis.use((client) => client.count(window.name, telling, window.ttl))) ?? [0, 0];
    window.told -= telling;
    window.hits = hits;
    window.answeredAt = Date.now();
    window.endsAt = window.answeredAt + msLeft;
    return hits;
  }
}

function hasRoom({ hits, told, untold, endsAt, answeredAt }: SharedWindow, limit: number): boolean {
  const now = Date.now();
  return hits + told + untold + ROOM <= limit && endsAt > now && now - answeredAt < NEWS_MS && told + untold <= UNCOUNTED;
}

function recordOf(totalHits: number, endsAt: number, limit: number): ThrottlerRecord {
  const seconds = Math.max(1, Math.ceil((endsAt - Date.now()) / 1000));
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
}
