import { createSecretKey, hkdfSync } from 'node:crypto';

/**
 * A 32-byte key for one purpose from a root secret: HKDF-SHA512 without salt. Different `info` bytes, best made by
 * {@link encodeContext}, give independent keys.
 */
export function deriveKey(secret: Uint8Array, info: Uint8Array): Buffer {
  // A KeyObject, because Node takes long to find out what kind of key raw bytes are.
  return Buffer.from(hkdfSync('sha512', createSecretKey(secret), Buffer.alloc(0), info, 32));
}
