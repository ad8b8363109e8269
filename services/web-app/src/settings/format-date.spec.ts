import { formatDate } from './format-date.js';

// Noon, which is the same day in every time zone of the tests.
const NOON = '2026-06-15T12:00:00.000Z';

describe('formatDate', () => {
  it.each([
    ['en-US', 'Jun 15, 2026'],
    ['en-AU', '15 June 2026'],
    ['de', '15.06.2026'],
  ])('writes a day as people in %s do', (locale, text) => {
    expect(formatDate(NOON, locale)).toBe(text);
  });
});
