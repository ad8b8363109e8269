import { TimedCache } from './timed-cache.js';

const MINUTE = 60_000;

function aCache(max = 2) {
  const asked: boolean[] = [];
  return { asked, cache: new TimedCache<number>({ max, ttlMs: MINUTE, onAsk: (hit) => asked.push(hit) }) };
}
const gives = (value: number) => () => Promise.resolve(value);

describe('TimedCache', () => {
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => jest.useRealTimers());

  it('loads once within its time, and tells hits from misses', async () => {
    const { cache, asked } = aCache();
    expect([await cache.get('a', gives(1)), await cache.get('a', gives(2))]).toEqual([1, 1]);
    jest.setSystemTime(MINUTE - 1);
    expect(await cache.get('a', gives(2))).toBe(1);
    jest.setSystemTime(MINUTE);
    expect(await cache.get('a', gives(3))).toBe(3);
    expect(asked).toEqual([false, true, true, false]);
  });

  it('lets the oldest go when it is full', async () => {
    const { cache } = aCache();
    for (const [index, key] of ['a', 'b', 'c'].entries()) await cache.get(key, gives(index));
    expect([await cache.get('c', gives(9)), await cache.get('b', gives(9)), await cache.get('a', gives(9))]).toEqual([2, 1, 9]);
  });

  it('forgets what is dropped and everything that is cleared', async () => {
    const { cache } = aCache();
    await cache.get('a', gives(1));
    await cache.get('b', gives(1));
    cache.drop('a');
    expect([await cache.get('b', gives(2)), await cache.get('a', gives(2))]).toEqual([1, 2]);
    cache.clear();
    expect([await cache.get('a', gives(3)), await cache.get('b', gives(3))]).toEqual([3, 3]);
  });

  it.each(['drop', 'clear'] as const)('does not keep what was on its way at a %s', async (how) => {
    const { cache } = aCache();
    const load = Promise.withResolvers<number>();
    const asked = cache.get('a', () => load.promise);
    cache[how]('a');
    load.resolve(1);
    expect([await asked, await cache.get('a', gives(2))]).toEqual([1, 2]);
  });

  it('keeps nothing of a load that fails', async () => {
    const { cache } = aCache();
    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await cache.get('a', gives(2))).toBe(2);
  });
});
