import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { ENCAPSULATED_BYTES, type HpkeKeyPair, hpkeSeal, tryHpkeOpen } from '../hpke/hpke.js';
import { perKey } from '../keys/per-key.js';
import type { KeyTransport } from '../suites/suite.js';

const SECRET_BYTES = 32;
const TAG_BYTES = 16;
const fits = (key: KeyObject): boolean => key.asymmetricKeyType === 'x25519';
const rawPublicKey = perKey((key) => Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url'));
const pairOf = perKey((privateKey): HpkeKeyPair => {
  const publicKey = createPublicKey(privateKey);
  const keys = { privateKey: privateKey.toCryptoKey('X25519', false, ['deriveBits']), publicKey: publicKey.toCryptoKey('X25519', true, []) };
  return { publicKey: rawPublicKey(publicKey), keys };
});

/** HPKE base mode of RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, with `bound` as info. */
export const hpkeX25519: KeyTransport = {
  wrappedBytes: ENCAPSULATED_BYTES + SECRET_BYTES + TAG_BYTES,
  newRecipientKey: async () => (await promisify(generateKeyPair)('x25519')).privateKey,
  fitsRecipient: fits,
  async wrap(publicKey, bound, secret) {
    if (!fits(publicKey)) throw new TypeError('the key does not fit the suite');
    return hpkeSeal(rawPublicKey(publicKey), bound, secret);
  },
  async unwrap(privateKey, bound, wrapped) {
    if (!fits(privateKey)) throw new TypeError('the key does not fit the suite');
    return tryHpkeOpen(pairOf(privateKey), bound, wrapped);
  },
};
