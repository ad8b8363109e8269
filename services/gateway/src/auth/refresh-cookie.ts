const NAME = 'mateship_refresh';
// Scripts cannot read it, other routes and other sites never get it sent.
const ATTRIBUTES = 'Path=/v1/auth/refresh; HttpOnly; SameSite=Strict';

/** The refresh token of a Cookie header. Its value is base64url text, so there is nothing to decode. */
export function readRefreshCookie(header: string | undefined): string | undefined {
  const pair = header?.split(';').find((part) => part.trimStart().startsWith(`${NAME}=`));
  return pair?.slice(pair.indexOf('=') + 1).trim();
}

/** A Set-Cookie value (RFC 6265) that hands over the refresh token. */
export function refreshCookie(token: string, options: { secure: boolean; maxAgeSeconds: number }): string {
  return `${NAME}=${token}; Max-Age=${options.maxAgeSeconds}; ${ATTRIBUTES}${options.secure ? '; Secure' : ''}`;
}

/** A Set-Cookie value that removes the cookie. */
export function expiredRefreshCookie(options: { secure: boolean }): string {
  return refreshCookie('', { secure: options.secure, maxAgeSeconds: 0 });
}
