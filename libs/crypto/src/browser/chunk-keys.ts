import { type Bytes, concat } from './bytes.js';

export const SALT_BYTES = 24;
export const COMMITMENT_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const LABEL = new TextEncoder().encode('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');

/** A key that WebCrypto holds. */
export type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** What one message is encrypted with. */
export interface ChunkKeys {
  readonly key: WebKey;
  readonly baseNonce: Bytes;
  readonly commitment: Bytes;
}

/** The key derivation of https://c2sp.org/chunked-encryption with SHA-512 and AES-256-GCM. */
export async function deriveChunkKeys(secret: Uint8Array, salt: Uint8Array, context: Uint8Array): Promise<ChunkKeys> {
  if (secret.length !== KEY_BYTES) throw new RangeError('a content key has 32 bytes');
  const hmac = await crypto.subtle.importKey('raw', Uint8Array.from(secret), { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
  const info = concat(LABEL, salt, context);
  const first = await sign(hmac, concat(info, Uint8Array.of(1)));
  const material = concat(first, await sign(hmac, concat(first, info, Uint8Array.of(2))));
  const key = await crypto.subtle.importKey('raw', material.slice(0, KEY_BYTES), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const baseNonce = material.slice(KEY_BYTES, KEY_BYTES + NONCE_BYTES);
  const commitment = material.slice(KEY_BYTES + NONCE_BYTES, KEY_BYTES + NONCE_BYTES + COMMITMENT_BYTES);
  material.fill(0);
  first.fill(0);
  return { key, baseNonce, commitment };
}

// HKDF-Expand alone, which WebCrypto does not have: its HKDF always extracts first.
async function sign(key: WebKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}
