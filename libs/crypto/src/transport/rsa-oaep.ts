import { constants, generateKeyPair, type KeyObject, publicEncrypt, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { perKey } from '../keys/per-key.js';
import { isRsa, RSA_EXPONENT } from '../keys/rsa-key.js';
import type { KeyTransport } from '../suites/suite.js';

const WEB_ALGORITHM = { name: 'RSA-OAEP', hash: 'SHA-256' };
const OPTIONS = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
const webKey = perKey((key) => key.toCryptoKey(WEB_ALGORITHM, false, ['decrypt']));

/**
 * RSA-OAEP of RFC 8017 with SHA-256, MGF1 with SHA-256 and `bound` as the label.
 * The private operation takes about a millisecond, so it runs in the thread pool; node:crypto has it only as WebCrypto.
 * The public one takes less than handing it over would, so it runs at once.
 */
export function rsaOaep(bits: 2048 | 3072): KeyTransport {
  const fits = (key: KeyObject): boolean => isRsa(key, bits);
  return {
    wrappedBytes: bits / 8,
    newRecipientKey: async () => (await promisify(generateKeyPair)('rsa', { modulusLength: bits, publicExponent: RSA_EXPONENT })).privateKey,
    fitsRecipient: fits,
    async wrap(publicKey, bound, secret) {
      if (!fits(publicKey)) throw new TypeError('the key does not fit the suite');
      return publicEncrypt({ key: publicKey, oaepLabel: bound, ...OPTIONS }, secret);
    },
    async unwrap(privateKey, bound, wrapped) {
      if (!fits(privateKey)) throw new TypeError('the key does not fit the suite');
      const unwrapped = webcrypto.subtle.decrypt({ name: 'RSA-OAEP', label: bound }, webKey(privateKey), wrapped);
      return unwrapped.then((bytes) => Buffer.from(bytes), () => null);
    },
  };
}
