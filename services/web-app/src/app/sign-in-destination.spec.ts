import { signedInDestination, signInSearch } from './sign-in-destination.js';

describe('signedInDestination', () => {
  it('returns to a page of this site', () => {
    expect(signedInDestination('/chat/1?x=2#y')).toBe('/chat/1?x=2#y');
  });

  it.each([undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/signin?next=/'])('goes home for %p', (next) => {
    expect(signedInDestination(next)).toBe('/');
  });
});

describe('signInSearch', () => {
  it('remembers the page that was asked for', () => {
    expect(signInSearch({ status: 'signed-out', reason: 'absent' }, '/settings')).toEqual({ next: '/settings' });
    expect(signInSearch({ status: 'signed-out', reason: 'absent' }, '/')).toEqual({});
  });

  it('says so when the session has ended', () => {
    expect(signInSearch({ status: 'signed-out', reason: 'ended' }, '/settings')).toEqual({ next: '/settings', ended: true });
  });

  it('forgets the page of somebody who has left', () => {
    expect(signInSearch({ status: 'signed-out', reason: 'asked' }, '/chat/1')).toEqual({});
  });
});
