import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { CREDENTIAL_PREFIX } from '../access/credentials.js';

const SHAPE = new RegExp(`^${CREDENTIAL_PREFIX.apiKey}([0-9a-f]{32})_[A-Za-z0-9_-]{43}$`);
const SHOWN_ID_CHARACTERS = 8;

/** `msk_<id>_<secret>`: the id finds the row, the 256-bit secret proves it. */
export function newApiKey(): { id: string; key: string } {
  const id = randomUUID();
  return { id, key: `${CREDENTIAL_PREFIX.apiKey}${id.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}` };
}

/** The id inside a key; null when the text cannot be a key. */
export function apiKeyIdOf(key: string): string | null {
  const hex = SHAPE.exec(key)?.[1];
  return hex ? `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` : null;
}

/** What people recognise a key by. */
export function shownPrefix(id: string): string {
  return CREDENTIAL_PREFIX.apiKey + id.slice(0, SHOWN_ID_CHARACTERS);
}

/** What is stored in place of the key. 256 random bits need no slow hash. */
export function hashApiKey(key: string): Buffer {
  // By way of hex, since Node takes three times as long to answer a Buffer.
  return Buffer.from(hash('sha256', key), 'hex');
}

export function matchesHash(key: string, hash: Buffer): boolean {
  return timingSafeEqual(hashApiKey(key), hash);
}
