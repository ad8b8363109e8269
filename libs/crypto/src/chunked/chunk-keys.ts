import { hkdfExpand } from './hkdf-expand.js';

/** Bytes of the input key, which is also the AEAD key size. */
export const KEY_BYTES = 32;
export const SALT_BYTES = 24;
export const COMMITMENT_BYTES = 32;
const NONCE_BYTES = 12;
const LABEL = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');

/** What one message is encrypted with; never used for a second one. */
export interface ChunkKeys {
  readonly key: Buffer;
  readonly baseNonce: Buffer;
  readonly commitment: Buffer;
}

/** The key derivation of https://c2sp.org/chunked-encryption with SHA-512 and AES-256-GCM. */
export function deriveChunkKeys(inputKey: Uint8Array, salt: Uint8Array, context: Uint8Array): ChunkKeys {
  if (inputKey.length !== KEY_BYTES) throw new RangeError('a content key has 32 bytes');
  const material = hkdfExpand(inputKey, [LABEL, salt, context], KEY_BYTES + NONCE_BYTES + COMMITMENT_BYTES);
  return {
    key: material.subarray(0, KEY_BYTES),
    baseNonce: material.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES),
    commitment: material.subarray(KEY_BYTES + NONCE_BYTES),
  };
}
