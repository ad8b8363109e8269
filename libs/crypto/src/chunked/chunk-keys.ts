import { createHmac, createSecretKey } from 'node:crypto';
import { uint } from '../bytes/bytes.js';

/** Bytes of the input key, which is also the AEAD key size. */
export const KEY_BYTES = 32;
export const SALT_BYTES = 24;
export const COMMITMENT_BYTES = 32;
const NONCE_BYTES = 12;
const LABEL = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'latin1');

/** What one message is encrypted with; never used for a second one. */
export interface ChunkKeys {
  readonly key: Buffer;
  readonly baseNonce: Buffer;
  readonly commitment: Buffer;
}

/** HKDF-Expand of RFC 5869 over SHA-512. The input key is uniformly random, so no Extract step is needed. */
export function hkdfExpand(key: Uint8Array, info: Uint8Array, length: number): Buffer {
  // A KeyObject, since Node 24 spends 12 µs on finding out what kind of key raw bytes are.
  const secret = createSecretKey(key);
  const blocks: Buffer[] = [];
  for (let counter = 1; blocks.length * 64 < length; counter += 1) {
    const hmac = createHmac('sha512', secret);
    if (counter > 1) hmac.update(blocks[counter - 2]!);
    blocks.push(hmac.update(info).update(uint(counter, 1)).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** The key derivation of https://c2sp.org/chunked-encryption with SHA-512 and AES-256-GCM. */
export function deriveChunkKeys(inputKey: Uint8Array, salt: Uint8Array, context: Uint8Array): ChunkKeys {
  if (inputKey.length !== KEY_BYTES) throw new RangeError('a content key has 32 bytes');
  const info = Buffer.concat([LABEL, salt, context]);
  const material = hkdfExpand(inputKey, info, KEY_BYTES + NONCE_BYTES + COMMITMENT_BYTES);
  return {
    key: material.subarray(0, KEY_BYTES),
    baseNonce: material.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES),
    commitment: material.subarray(KEY_BYTES + NONCE_BYTES),
  };
}
