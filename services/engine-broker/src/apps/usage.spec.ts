import { cpuPercent, memoryBytes } from './usage.js';

describe('cpuPercent', () => {
  it.each([
    [{ usedNs: 0, atMs: 0 }, { usedNs: 5e8, atMs: 1000 }, 50],
    [{ usedNs: 1e9, atMs: 1000 }, { usedNs: 4e9, atMs: 2000 }, 300],
    [{ usedNs: 1e9, atMs: 1000 }, { usedNs: 1e9, atMs: 1000 }, 0],
    [{ usedNs: 9e9, atMs: 1000 }, { usedNs: 1e9, atMs: 2000 }, 0],
  ])('from %j to %j is %d', (before, now, percent) => {
    expect(cpuPercent(before, now)).toBe(percent);
  });
});

describe('memoryBytes', () => {
  it.each([
    ['cgroups 1', { usage: 100, stats: { total_inactive_file: 30, inactive_file: 1 } }, 70],
    ['cgroups 2', { usage: 100, stats: { inactive_file: 40 } }, 60],
    ['a container that has just ended', {}, 0],
  ])('leaves the file cache out: %s', (_where, stats, bytes) => {
    expect(memoryBytes(stats)).toBe(bytes);
  });
});
