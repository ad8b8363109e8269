import type { KeyObject } from 'node:crypto';
import { perKey } from './per-key.js';

/** The public exponent of every RSA key. */
export const RSA_EXPONENT = 65_537;

// Node asks OpenSSL each time.
const facts = perKey((key) => {
  const details = key.asymmetricKeyType === 'rsa' ? key.asymmetricKeyDetails : undefined;
  return { bits: details?.publicExponent === BigInt(RSA_EXPONENT) ? details.modulusLength : undefined };
});

/** Whether a key is an RSA key of exactly this size with the usual exponent. */
export function isRsa(key: KeyObject, bits: number): boolean {
  return facts(key).bits === bits;
}
