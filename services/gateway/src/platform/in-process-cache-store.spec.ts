import { InProcessCacheStore } from './in-process-cache-store.js';

describe('InProcessCacheStore', () => {
  it('gives the values from an index on', async () => {
    const cache = new InProcessCacheStore();
    for (const value of ['a', 'b', 'c']) await cache.append('k', Buffer.from(value), 1000);
    expect((await cache.range('k', 1))?.map(String)).toEqual(['b', 'c']);
    expect(await cache.range('k', 9)).toEqual([]);
  });

  it('knows nothing of lists that do not exist, were deleted or have died', async () => {
    const cache = new InProcessCacheStore();
    expect(await cache.range('k', 0)).toBeNull();
    await cache.append('k', Buffer.from('a'), 1000);
    await cache.delete('k');
    expect(await cache.range('k', 0)).toBeNull();
    await cache.append('k', Buffer.from('a'), 5);
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(await cache.range('k', 0)).toBeNull();
  });

  it('stays within its bytes by dropping the oldest list', async () => {
    const cache = new InProcessCacheStore();
    for (let index = 0; index < 9; index += 1) await cache.append(`k${index}`, Buffer.alloc(10 * 1024 * 1024), 60_000);
    expect(await cache.range('k0', 0)).toBeNull();
    expect(await cache.range('k8', 0)).toHaveLength(1);
  });

  it('counts the bytes of lists that grow', async () => {
    const cache = new InProcessCacheStore();
    await cache.append('old', Buffer.from('a'), 60_000);
    for (let index = 0; index < 9; index += 1) await cache.append('new', Buffer.alloc(7 * 1024 * 1024), 60_000);
    expect(await cache.range('old', 0)).toHaveLength(1);
    await cache.append('other', Buffer.alloc(7 * 1024 * 1024), 60_000);
    expect(await cache.range('new', 0)).toBeNull();
  });

  it('never gives a list without its beginning', async () => {
    const cache = new InProcessCacheStore();
    for (const key of ['a', 'b', 'c']) await cache.append(key, Buffer.alloc(30 * 1024 * 1024), 60_000);
    await cache.append('a', Buffer.from('later'), 60_000);
    expect(await cache.range('a', 0)).toBeNull();
    for (let index = 0; index < 3; index += 1) await cache.append('too long', Buffer.alloc(30 * 1024 * 1024), 60_000);
    await cache.append('too long', Buffer.from('later'), 60_000);
    expect(await cache.range('too long', 0)).toBeNull();
  });
});
