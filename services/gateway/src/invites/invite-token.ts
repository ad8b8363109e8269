import { createHash, randomBytes } from 'node:crypto';
import { CREDENTIAL_PREFIX } from '../access/credentials.js';

/** A token of 256 random bits. */
export function newInviteToken(): string {
  return CREDENTIAL_PREFIX.invite + randomBytes(32).toString('base64url');
}

/** What is stored in place of the token. */
export function hashInviteToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The page of the web app that accepts an invite. */
export function inviteUrl(publicUrl: string, token: string): string {
  const url = new URL('/signup', publicUrl);
  url.searchParams.set('token', token);
  return url.href;
}
