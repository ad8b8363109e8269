import { rewrapKind, rewrapPercent } from './rewrap-progress.js';

const progress = { state: 'running', total: 10, left: 4, perSecond: 0, failures: 0 } as const;

describe('rewrapKind', () => {
  it.each([
    [{}, 'working'],
    [{ state: 'idle' }, 'working'],
    [{ state: 'waiting' }, 'waiting'],
    [{ failures: 4 }, 'stuck'],
    [{ failures: 3 }, 'working'],
    [{ left: 0 }, 'done'],
    [{ total: 0, left: 0 }, 'empty'],
  ] as const)('of %j is %s', (change, kind) => {
    expect(rewrapKind({ ...progress, ...change })).toBe(kind);
  });
});

describe('rewrapPercent', () => {
  it.each([
    [10, 4, 60],
    [10, 10, 0],
    [3, 1, 66],
    [100_000, 1, 99],
    [10, 0, 100],
    [0, 0, 100],
  ])('of %d keys with %d left is %d', (total, left, percent) => {
    expect(rewrapPercent({ total, left })).toBe(percent);
  });
});
