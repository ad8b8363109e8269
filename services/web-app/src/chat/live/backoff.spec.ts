import { backoff, MAX_ATTEMPTS, waitForNetwork } from './backoff.js';

describe('backoff', () => {
  it('doubles from half a second up to half a minute', () => {
    expect([1, 2, 3, 7, 12].map((attempt) => backoff(attempt, () => 0))).toEqual([500, 1000, 2000, 30_000, 30_000]);
  });

  it('takes off up to a quarter, so that many pages do not come back at once', () => {
    expect(backoff(1, () => 0.999)).toBeGreaterThanOrEqual(375);
    expect(backoff(1, () => 0.999)).toBeLessThan(376);
  });

  it('covers the minutes for which a stream can be resumed', () => {
    const total = Array.from({ length: MAX_ATTEMPTS }, (_, index) => backoff(index + 1, () => 0)).reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(180_000);
  });
});

describe('waitForNetwork', () => {
  it('ends with its time', async () => {
    await expect(waitForNetwork(1, new AbortController().signal)).resolves.toBeUndefined();
  });

  it('ends at once when it is called off', async () => {
    const stop = new AbortController();
    const waiting = waitForNetwork(60_000, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
