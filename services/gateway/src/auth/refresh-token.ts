import { createHash, randomBytes } from 'node:crypto';
import { CREDENTIAL_PREFIX } from '../access/credentials.js';

const SHAPE = new RegExp(`^${CREDENTIAL_PREFIX.refreshToken}[A-Za-z0-9_-]{43}$`);

/** An opaque token of 256 random bits. */
export function newRefreshToken(): string {
  return CREDENTIAL_PREFIX.refreshToken + randomBytes(32).toString('base64url');
}

/** What is stored in place of the token; null for what can never have been one. */
export function hashRefreshToken(token: string | undefined): Buffer | null {
  return token && SHAPE.test(token) ? createHash('sha256').update(token).digest() : null;
}
