import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { deriveMacKey } from '@mateship/service-kit';
import { hasRedisServer, needing, startTestRedis, type TestRedis } from '@mateship/dev-env';
import { RedisWindowStorage } from '../src/access/throttle/redis-window.storage.js';
import { RedisCacheStore } from '../src/platform/redis-cache-store.js';
import { RedisLink } from '../src/platform/redis-link.js';

const NAMES = deriveMacKey(Buffer.from('a secret of the tests that is long'), 'gateway->redis');

needing({ what: 'redis-server on PATH (Debian: apt-get install redis-server)', isThere: hasRedisServer() }, 'what gateways share through Redis', () => {
  let redis: TestRedis;
  const links: RedisLink[] = [];
  /** A busy machine may take its time; where Redis hangs, nobody waits that long. */
  const link = async (answerMs = 10_000) => {
    const made = new RedisLink(redis.url, NAMES, answerMs);
    links.push(made);
    await made.start();
    return made;
  };

  beforeEach(async () => (redis = await startTestRedis()));
  afterEach(async () => {
    for (const used of links.splice(0)) used.onApplicationShutdown();
    await redis.close();
  });

  describe('RedisCacheStore', () => {
    const fill = async (cache: RedisCacheStore, ...values: string[]) => {
      for (const value of values) await cache.append('k', Buffer.from(value), 60_000);
    };
    const read = async (cache: RedisCacheStore, from = 0) => (await cache.range('k', from))?.map(String) ?? null;

    it('gives the values from an index on, here and at another gateway', async () => {
      const [here, there] = [new RedisCacheStore(await link()), new RedisCacheStore(await link())];
      expect(await read(here)).toBeNull();
      await fill(here, 'a', 'b', 'c');
      for (const cache of [here, there]) {
        expect(await read(cache, 1)).toEqual(['b', 'c']);
        expect(await read(cache, 9)).toEqual([]);
      }
    });

    it('keeps bytes as they are', async () => {
      const [here, there] = [new RedisCacheStore(await link()), new RedisCacheStore(await link())];
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      await here.append('k', bytes, 60_000);
      expect(await there.range('k', 0)).toEqual([bytes]);
    });

    it('knows nothing of lists that were deleted or have died', async () => {
      const [here, there] = [new RedisCacheStore(await link()), new RedisCacheStore(await link())];
      await fill(here, 'a');
      await here.delete('k');
      expect([await read(here), await read(there)]).toEqual([null, null]);
      await here.append('short', Buffer.from('a'), 20);
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect([await here.range('short', 0), await there.range('short', 0)]).toEqual([null, null]);
    });

    it.each([
      ['flushed', () => redis.flush()],
      ['killed', () => redis.kill()],
      ['restarted', async () => (await redis.kill(), await redis.start())],
      ['hung', async () => redis.hang()],
    ])('loses nothing here when Redis is %s in the middle of a list', async (_what, happen) => {
      const cache = new RedisCacheStore(await link(100));
      await fill(cache, 'a', 'b');
      await happen();
      await fill(cache, 'c', 'd');
      expect(await read(cache)).toEqual(['a', 'b', 'c', 'd']);
    });

    it('gives no other gateway a list that lost its beginning', async () => {
      const [here, there] = [new RedisCacheStore(await link()), new RedisCacheStore(await link())];
      await fill(here, 'a', 'b');
      await redis.flush();
      await fill(here, 'c', 'd');
      expect(await read(there)).toBeNull();
    });
  });

  describe('RedisWindowStorage', () => {
    const hit = (storage: RedisWindowStorage, key = 'alice', { limit = 5, ttl = 60_000, name = 'default' } = {}) => storage.increment(key, ttl, limit, ttl, name);
    const countings = async () => Number(/cmdstat_incrby:calls=(\d+)/.exec(await redis.command('INFO', 'commandstats'))?.[1]);

    it('counts together what several gateways see, without losing a hit', async () => {
      const storages = [new RedisWindowStorage(await link()), new RedisWindowStorage(await link())];
      const records = await Promise.all(Array.from({ length: 100 }, (_, n) => hit(storages[n % 2]!, 'alice', { limit: 60 })));
      expect(records.filter(({ isBlocked }) => !isBlocked)).toHaveLength(60);
      const last = await hit(storages[0]!, 'alice', { limit: 60 });
      expect(last).toMatchObject({ isBlocked: true, totalHits: 101 });
      expect(last.timeToBlockExpire).toBeGreaterThan(50);
    });

    it('counts keys and throttlers apart', async () => {
      const storage = new RedisWindowStorage(await link());
      await hit(storage);
      expect((await hit(storage, 'bob')).totalHits).toBe(1);
      expect((await hit(storage, 'alice', { name: 'account' })).totalHits).toBe(1);
    });

    it('starts anew when the window ends', async () => {
      const storage = new RedisWindowStorage(await link());
      await hit(storage, 'alice', { limit: 1, ttl: 50 });
      expect((await hit(storage, 'alice', { limit: 1, ttl: 50 })).isBlocked).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await hit(storage, 'alice', { limit: 1, ttl: 50 })).toMatchObject({ totalHits: 1, isBlocked: false });
    });

    it.each([
      ['flushed', () => redis.flush()],
      ['killed', () => redis.kill()],
      ['hung', async () => redis.hang()],
    ])('gives nobody a new window when Redis is %s', async (_what, happen) => {
      const storage = new RedisWindowStorage(await link(100));
      for (let n = 0; n < 4; n += 1) await hit(storage);
      await happen();
      expect(await hit(storage)).toMatchObject({ totalHits: 5, isBlocked: false });
      expect((await hit(storage)).isBlocked).toBe(true);
    });

    describe('far from a limit', () => {
      const FAR = { limit: 1_000 };
      const counted = async (storage: RedisWindowStorage) => (await hit(storage, 'alice', { limit: 1 })).totalHits;

      it('does not wait for Redis, and counts all the same', async () => {
        const storage = new RedisWindowStorage(await link());
        await hit(storage, 'alice', FAR);
        redis.hang();
        const records = await Promise.all(Array.from({ length: 5 }, () => Promise.race([hit(storage, 'alice', FAR), setImmediate('waits')])));
        expect(records).toMatchObject([2, 3, 4, 5, 6].map((totalHits) => ({ totalHits, isBlocked: false })));
        redis.resume();
        await hit(storage, 'alice', { limit: 100 });
        expect(await counted(new RedisWindowStorage(await link()))).toBe(8);
      });

      it('tells Redis of many hits at once, and of the last ones by itself', async () => {
        const storage = new RedisWindowStorage(await link());
        for (let n = 0; n < 100; n += 1) await hit(storage, 'alice', FAR);
        await sleep(200);
        expect(await countings()).toBeLessThan(30);
        expect(await counted(new RedisWindowStorage(await link()))).toBe(101);
      });

      it('waits for the first hit of a window, and for each when only a few are left', async () => {
        const storage = new RedisWindowStorage(await link());
        redis.hang();
        expect(await Promise.race([hit(storage, 'alice', FAR), setImmediate('waits')])).toBe('waits');
        redis.resume();
        const near = new RedisWindowStorage(await link());
        await hit(near, 'bob', { limit: 100 });
        redis.hang();
        expect(await Promise.race([hit(near, 'bob', { limit: 100 }), setImmediate('waits')])).toBe('waits');
      });

      it('waits when Redis has not answered for many', async () => {
        const storage = new RedisWindowStorage(await link());
        await hit(storage, 'alice', FAR);
        redis.hang();
        const records = await Promise.all(Array.from({ length: 20 }, () => Promise.race([hit(storage, 'alice', FAR), setImmediate('waits')])));
        expect(records.filter((record) => record === 'waits')).toHaveLength(4);
      });

      it('waits after a pause, in which others may have used up what was left', async () => {
        const [here, there] = [new RedisWindowStorage(await link()), new RedisWindowStorage(await link())];
        await hit(here, 'alice', { limit: 300 });
        for (let n = 0; n < 299; n += 1) await hit(there, 'alice', { limit: 300 });
        await sleep(1_100);
        const records = await Promise.all(Array.from({ length: 20 }, () => hit(here, 'alice', { limit: 300 })));
        expect(records.filter(({ isBlocked }) => !isBlocked)).toEqual([]);
      });

      it('lets no more through than the limit, whatever other gateways let through', async () => {
        const storages = [new RedisWindowStorage(await link()), new RedisWindowStorage(await link()), new RedisWindowStorage(await link())];
        const records = await Promise.all(Array.from({ length: 450 }, (_, n) => hit(storages[n % 3]!, 'alice', { limit: 300 })));
        expect(records.filter(({ isBlocked }) => !isBlocked)).toHaveLength(300);
      });
    });

    it('does not ask Redis about whom it has blocked itself', async () => {
      const storage = new RedisWindowStorage(await link());
      for (let n = 0; n < 6; n += 1) await hit(storage);
      const before = await countings();
      expect(before).toBeGreaterThan(5);
      for (let n = 0; n < 50; n += 1) expect((await hit(storage)).isBlocked).toBe(true);
      expect(await countings()).toBe(before);
    });
  });
});
