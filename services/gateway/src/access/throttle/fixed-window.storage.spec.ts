import { FixedWindowStorage } from './fixed-window.storage.js';

describe('FixedWindowStorage', () => {
  afterEach(() => jest.useRealTimers());

  const hit = (storage: FixedWindowStorage, key: string, { limit = 2, name = 'default' } = {}) => storage.increment(key, 60_000, limit, 60_000, name);

  it('blocks after the limit and says for how long', async () => {
    const storage = new FixedWindowStorage();
    expect(await hit(storage, 'a')).toEqual({ totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 });
    expect((await hit(storage, 'a')).isBlocked).toBe(false);
    expect(await hit(storage, 'a')).toEqual({ totalHits: 3, timeToExpire: 60, isBlocked: true, timeToBlockExpire: 60 });
  });

  it('starts anew when the window ends', async () => {
    jest.useFakeTimers();
    const storage = new FixedWindowStorage();
    await hit(storage, 'a', { limit: 1 });
    jest.advanceTimersByTime(59_999);
    expect(await hit(storage, 'a', { limit: 1 })).toMatchObject({ totalHits: 2, isBlocked: true, timeToBlockExpire: 1 });
    jest.advanceTimersByTime(1);
    expect(await hit(storage, 'a', { limit: 1 })).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('counts keys and throttlers apart', async () => {
    const storage = new FixedWindowStorage();
    await hit(storage, 'a');
    expect((await hit(storage, 'b')).totalHits).toBe(1);
    expect((await hit(storage, 'a', { name: 'account' })).totalHits).toBe(1);
  });

  it('keeps the windows of one throttler while another is flooded', async () => {
    const storage = new FixedWindowStorage();
    await hit(storage, '1.2.3.4', { name: 'address' });
    for (let n = 0; n < 25_000; n += 1) await hit(storage, `name${n}`, { name: 'account' });
    expect((await hit(storage, '1.2.3.4', { name: 'address' })).totalHits).toBe(2);
    expect((await hit(storage, 'name0', { name: 'account' })).totalHits).toBe(1);
  });
});
