import { generateKeyPair, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import type { Signing } from '../suites/suite.js';

const fits = (key: KeyObject): boolean => key.asymmetricKeyType === 'ed25519';
const signInPool = promisify(sign);
const verifyInPool = promisify(verify);

/** Ed25519 of RFC 8032. It runs in the thread pool. */
export const ed25519: Signing = {
  signatureBytes: 64,
  newSigningKey: async () => (await promisify(generateKeyPair)('ed25519')).privateKey,
  fitsSigner: fits,
  async sign(privateKey, message) {
    if (!fits(privateKey)) throw new TypeError('the key does not fit the suite');
    return signInPool(null, message, privateKey);
  },
  async verify(publicKey, message, signature) {
    return fits(publicKey) && verifyInPool(null, message, publicKey, signature);
  },
};
