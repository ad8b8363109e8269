import { pseudonymOf } from './pseudonym.js';

describe('pseudonymOf', () => {
  it('is the same for the same user and app', () => {
    expect(pseudonymOf('pdf', 'ada')).toBe(pseudonymOf('pdf', 'ada'));
  });

  it('is another for every app and every user', () => {
    expect(new Set([pseudonymOf('pdf', 'ada'), pseudonymOf('ai', 'ada'), pseudonymOf('pdf', 'ben')]).size).toBe(3);
  });

  it('stays the same when so many others came in between that it was forgotten', () => {
    const before = pseudonymOf('pdf', 'first');
    for (let other = 0; other < 10_001; other += 1) pseudonymOf('pdf', `other ${other}`);
    expect(pseudonymOf('pdf', 'first')).toBe(before);
  });

  it('does not tell the user', () => {
    expect(pseudonymOf('pdf', 'ada')).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(pseudonymOf('pdf', 'ada'), 'base64url').toString()).not.toContain('ada');
  });
});
