import { generateKeyPair, type KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { perKey } from '../keys/per-key.js';
import { isRsa, RSA_EXPONENT } from '../keys/rsa-key.js';
import type { Signing } from '../suites/suite.js';

const { subtle } = webcrypto;
const ALGORITHM = { name: 'RSA-PSS', hash: 'SHA-256' };
const SALTED = { name: 'RSA-PSS', saltLength: 32 };
const signingKey = perKey((key) => key.toCryptoKey(ALGORITHM, false, ['sign']));
const verifyingKey = perKey((key) => key.toCryptoKey(ALGORITHM, true, ['verify']));

/**
 * RSASSA-PSS of RFC 8017 with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes. It runs in the thread pool; of the two ways
 * that Node has into it, WebCrypto is the one that keeps the loop busy for less time, since it reads no options for each call.
 */
export function rsaPss(bits: 2048 | 3072): Signing {
  const fits = (key: KeyObject): boolean => isRsa(key, bits);
  return {
    signatureBytes: bits / 8,
    newSigningKey: async () => (await promisify(generateKeyPair)('rsa', { modulusLength: bits, publicExponent: RSA_EXPONENT })).privateKey,
    fitsSigner: fits,
    async sign(privateKey, message) {
      if (!fits(privateKey)) throw new TypeError('the key does not fit the suite');
      return Buffer.from(await subtle.sign(SALTED, signingKey(privateKey), message));
    },
    async verify(publicKey, message, signature) {
      return fits(publicKey) && subtle.verify(SALTED, verifyingKey(publicKey), signature, message);
    },
  };
}
