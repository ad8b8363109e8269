import { expiredRefreshCookie, readRefreshCookie, refreshCookie } from './refresh-cookie.js';

describe('the refresh cookie', () => {
  it('is found among others', () => {
    expect(readRefreshCookie('a=1; mateship_refresh=msr_x; b=2')).toBe('msr_x');
    expect(readRefreshCookie('mateship_refresh=msr_x')).toBe('msr_x');
  });

  it.each([undefined, '', 'a=1', 'not_mateship_refresh=msr_x', 'a=mateship_refresh=msr_x', 'mateship_refresh'])('is not found in %j', (header) => {
    expect(readRefreshCookie(header)).toBeUndefined();
  });

  it('is kept from scripts, other sites and other routes', () => {
    expect(refreshCookie('msr_x', { secure: true, maxAgeSeconds: 60 })).toBe(
      'mateship_refresh=msr_x; Max-Age=60; Path=/v1/auth/refresh; HttpOnly; SameSite=Strict; Secure',
    );
  });

  it('is removed under the same path', () => {
    expect(expiredRefreshCookie({ secure: false })).toBe('mateship_refresh=; Max-Age=0; Path=/v1/auth/refresh; HttpOnly; SameSite=Strict');
  });
});
