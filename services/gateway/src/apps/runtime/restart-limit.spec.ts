import { RestartLimit } from './restart-limit.js';

const MINUTE = 60_000;

describe('RestartLimit', () => {
  it('allows ten restarts in thirty minutes and no eleventh', () => {
    let now = 0;
    const limit = new RestartLimit(() => now);
    const answers = Array.from({ length: 12 }, () => {
      now += MINUTE;
      return limit.allow();
    });
    expect(answers).toEqual([...Array(10).fill(true), false, false]);
    expect(limit.count).toBe(10);
  });

  it('forgets each restart thirty minutes later', () => {
    let now = 0;
    const limit = new RestartLimit(() => now);
    for (let minute = 0; minute < 10; minute += 1) {
      now = minute * MINUTE;
      limit.allow();
    }
    now = 30 * MINUTE;
    expect(limit.count).toBe(9);
    expect([limit.allow(), limit.allow()]).toEqual([true, false]);
  });

  it('starts over when it is reset', () => {
    const limit = new RestartLimit(() => 0);
    for (let index = 0; index < 10; index += 1) limit.allow();
    limit.reset();
    expect([limit.count, limit.allow()]).toEqual([0, true]);
  });
});
