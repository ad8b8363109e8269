import { hash } from 'node:crypto';

const AUTH = /^[A-Za-z0-9_-]{43}$/;

/** What is stored in place of the `auth` of a link. What cannot be one hashes to something that nobody has. */
export function hashShareAuth(header: string | undefined): Buffer | null {
  if (header === undefined || !AUTH.test(header)) return null;
  const auth = Buffer.from(header, 'base64url');
  return auth.toString('base64url') === header ? Buffer.from(hash('sha256', auth), 'hex') : null;
}
