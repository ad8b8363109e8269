import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { asBuffer, wipe } from '../bytes/bytes.js';
import type { Content } from '../suites/suite.js';

const AEAD = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OPTIONS = { authTagLength: TAG_BYTES };

/**
 * One AES-256-GCM message: nonce (12) | ciphertext | tag (16), with `bound` as AAD. The nonce is random, so a secret may
 * be used at most 2^32 times; the suites that are made of it use each secret once.
 */
export const aesGcmContent: Content = {
  seal(secret, bound, plaintext) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(AEAD, createSecretKey(secret), nonce, OPTIONS).setAAD(bound);
    const ciphertext = cipher.update(plaintext);
    cipher.final();
    return [nonce, ciphertext, cipher.getAuthTag()];
  },
  open(secret, bound, sealed) {
    const bytes = asBuffer(sealed);
    const end = bytes.length - TAG_BYTES;
    if (end < NONCE_BYTES) throw new RangeError('the message is cut');
    const decipher = createDecipheriv(AEAD, createSecretKey(secret), bytes.subarray(0, NONCE_BYTES), OPTIONS).setAAD(bound);
    const plaintext = decipher.setAuthTag(bytes.subarray(end)).update(bytes.subarray(NONCE_BYTES, end));
    try {
      decipher.final();
    } catch (error) {
      wipe(plaintext);
      throw error;
    }
    return plaintext;
  },
};
