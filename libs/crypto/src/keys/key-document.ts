import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { KeyUse, PublicEnvelopeKey } from './envelope-key.js';
import { assertFits, parsed } from './key-pairs.js';

/** A public key as a directory publishes it: a JWK (RFC 7517, RFC 8037) with our own members `owner`, `suite` and `version`. */
export interface PublicKeyDocument {
  readonly kty: 'RSA' | 'OKP';
  readonly kid: string;
  readonly use: KeyUse;
  readonly owner: string;
  readonly suite: number;
  readonly version: number;
  /** RSA: modulus and exponent, base64url. */
  readonly n?: string;
  readonly e?: string;
  /** OKP: curve and public key, base64url. */
  readonly crv?: 'X25519' | 'Ed25519';
  readonly x?: string;
}

/** What may be published of a key; nothing private is in it. */
export function publicKeyDocument(key: PublicEnvelopeKey): PublicKeyDocument {
  const { kty, n, e, crv, x } = key.publicKey.export({ format: 'jwk' });
  const bytes = kty === 'RSA' ? { n, e } : { crv, x };
  return { kty, kid: key.keyId, use: key.use, owner: key.owner, suite: key.suite, version: key.version, ...bytes } as PublicKeyDocument;
}

/**
 * Reads what {@link publicKeyDocument} gave. Whether the directory may be believed is for the caller to know.
 * @throws TypeError when it is not a public key of that suite and use; EnvelopeSuiteError for an unknown suite
 */
export function readPublicKeyDocument(document: PublicKeyDocument): PublicEnvelopeKey {
  const { kid: keyId, use, owner, suite, version, kty, n, e, crv, x } = document;
  const jwk: JsonWebKey = kty === 'RSA' ? { kty, n, e } : { kty, crv, x };
  const key = { keyId, owner, use, suite, version, publicKey: parsed(() => createPublicKey({ key: jwk, format: 'jwk' })) };
  assertFits(key, key.publicKey);
  return key;
}
