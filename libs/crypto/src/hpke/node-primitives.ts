import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { AEAD_AES_256_GCM, KDF_HKDF_SHA256, type AEADFactory, type KDF, type KDFFactory } from 'hpke';
import { uint, wipe } from '../bytes/bytes.js';
import { hmacSha256 } from '../bytes/hmac-sha256.js';

const HASH_BYTES = 32;
const TAG_BYTES = 16;
const AEAD = 'aes-256-gcm';
const OPTIONS = { authTagLength: TAG_BYTES };

// The package does each hash, cipher and key agreement by WebCrypto, about forty trips to the thread pool for one
// message of 32 bytes. Here they run at once, on Node's own crypto.

/** HKDF-SHA256 of RFC 5869 for the package `hpke`. */
export const nodeHkdf: KDFFactory = () => ({ ...KDF_HKDF_SHA256(), Extract: extract, Expand: expand });

/**
 * What {@link nodeAes256Gcm} gives for a ciphertext that is not authentic. An error would be made three times over on its
 * way through the package, and how long a refusal takes would tell that it was this one.
 */
export const NOT_AUTHENTIC = new Uint8Array();

/** AES-256-GCM for the package `hpke`; whoever opens compares the result with {@link NOT_AUTHENTIC}. */
export const nodeAes256Gcm: AEADFactory = () => ({
  ...AEAD_AES_256_GCM(),
  Seal(key, nonce, aad, plaintext) {
    const cipher = createCipheriv(AEAD, createSecretKey(key), nonce, OPTIONS).setAAD(aad);
    return settle(() => Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
  },
  Open(key, nonce, aad, sealed) {
    const end = sealed.length - TAG_BYTES;
    if (end < 0) return Promise.reject(new RangeError('cut'));
    const decipher = createDecipheriv(AEAD, createSecretKey(key), nonce, OPTIONS).setAAD(aad).setAuthTag(sealed.subarray(end));
    const plaintext = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch {
      wipe(plaintext);
      return Promise.resolve(NOT_AUTHENTIC);
    }
    return settle(() => plaintext);
  },
});

/** No salt is one of zeros: HMAC fills a short key up with them. */
const extract: KDF['Extract'] = (salt, ikm) => settle(() => hmacSha256(salt, [ikm]));

const expand: KDF['Expand'] = (prk, info, length) =>
  settle(() => {
    const blocks: Buffer[] = [];
    for (let counter = 1; blocks.length * HASH_BYTES < length; counter += 1) {
      blocks.push(hmacSha256(prk, [...blocks.slice(-1), info, uint(counter, 1)]));
    }
    return Buffer.concat(blocks).subarray(0, length);
  });

/** The package awaits its primitives; these are done when they return. A plain Uint8Array, because it may keep the memory. */
function settle(work: () => Buffer): Promise<Uint8Array> {
  try {
    return Promise.resolve(Uint8Array.from(work()));
  } catch (error) {
    return Promise.reject(error as Error);
  }
}
