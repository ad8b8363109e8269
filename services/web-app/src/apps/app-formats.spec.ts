import { formatAgo, formatDuration, formatLogTime, formatMemory, formatPercent } from './app-formats.js';

describe('formatMemory', () => {
  it.each([
    [0, '0 MB'],
    [1, '1 MB'],
    [84 * 1024 * 1024, '84 MB'],
    [3000 * 1024 * 1024, '3,000 MB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatMemory(bytes, 'en')).toBe(text);
  });
});

describe('formatPercent', () => {
  it.each([
    [0, '0%'],
    [2.34, '2.3%'],
    [41.7, '42%'],
    [180, '180%'],
  ])('writes %d as %s', (percent, text) => {
    expect(formatPercent(percent, 'en')).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0.412, '0.41 seconds'],
    [1, '1 second'],
    [59.6, '60 seconds'],
    [300, '5 minutes'],
    [5400, '1.5 hours'],
    [86_400, '1 day'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds, 'en')).toBe(text);
  });
});

describe('formatAgo', () => {
  const now = Date.parse('2026-06-15T12:00:00Z');

  it.each([
    ['2026-06-15T12:00:00Z', 'now'],
    ['2026-06-15T11:59:30Z', '30 seconds ago'],
    ['2026-06-15T11:58:01Z', '1 minute ago'],
    ['2026-06-15T09:00:00Z', '3 hours ago'],
    ['2026-06-14T11:00:00Z', 'yesterday'],
    ['2026-06-01T12:00:00Z', '14 days ago'],
  ])('says of %s: %s', (iso, text) => {
    expect(formatAgo(iso, now, 'en')).toBe(text);
  });

  it('says now when the clock of the server is ahead', () => {
    expect(formatAgo('2026-06-15T12:03:00Z', now, 'en')).toBe('now');
  });
});

describe('formatLogTime', () => {
  const now = new Date(2026, 5, 15, 12, 0, 0);

  it('gives the time of day to the second', () => {
    expect(formatLogTime(new Date(2026, 5, 15, 9, 7, 5).toISOString(), now.getTime(), 'en')).toBe('09:07:05');
  });

  it('names the day when it is not the one of today', () => {
    expect(formatLogTime(new Date(2026, 5, 14, 23, 59, 59).toISOString(), now.getTime(), 'en')).toBe('Jun 14, 23:59:59');
  });
});
