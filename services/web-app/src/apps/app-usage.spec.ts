import { totalUsage, usageKind } from './app-usage.js';

describe('usageKind', () => {
  it.each([
    ['awake', 1, 'measured'],
    ['waking', 1, 'measured'],
    ['awake', 0, 'unmeasured'],
    ['waking', 0, 'unmeasured'],
    ['sleeping', 0, 'asleep'],
    ['crashed', 0, 'stopped'],
    ['needs_attention', 0, 'stopped'],
  ] as const)('of an app that is %s with %d bytes is %s', (state, memoryBytes, kind) => {
    expect(usageKind({ state, memoryBytes })).toBe(kind);
  });
});

describe('totalUsage', () => {
  it('counts what is awake, and adds up what all hold', () => {
    const apps = [
      { state: 'awake', memoryBytes: 70 },
      { state: 'waking', memoryBytes: 30 },
      { state: 'sleeping', memoryBytes: 0 },
    ] as const;
    expect(totalUsage(apps)).toEqual({ awake: 1, memoryBytes: 100 });
    expect(totalUsage([])).toEqual({ awake: 0, memoryBytes: 0 });
  });
});
