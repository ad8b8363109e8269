import { BackOff } from './back-off.js';

describe('BackOff', () => {
  it('lets the first start through at once', () => {
    expect(new BackOff(() => 0).remaining()).toBe(0);
  });

  it('doubles the pause with each crash, up to half a minute', () => {
    let now = 1_000_000;
    const backOff = new BackOff(() => now);
    const pauses = Array.from({ length: 8 }, () => {
      backOff.crashed();
      const pause = backOff.remaining();
      now += pause;
      return pause;
    });
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(backOff.remaining()).toBe(0);
  });

  it('starts over after a minute without a crash', () => {
    let now = 1_000_000;
    const backOff = new BackOff(() => now);
    backOff.crashed();
    backOff.crashed();
    now += 60_001;
    backOff.crashed();
    expect(backOff.remaining()).toBe(500);
  });

  it('allows a start at once after a reset', () => {
    const backOff = new BackOff(() => 1_000_000);
    backOff.crashed();
    backOff.reset();
    expect(backOff.remaining()).toBe(0);
  });
});
