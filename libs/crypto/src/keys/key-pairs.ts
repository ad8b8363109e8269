import { createPrivateKey, createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { addressedSuiteOf } from '../suites/registry.js';
import type { EnvelopeKeyFacts, KeyUse, PrivateEnvelopeKey } from './envelope-key.js';

/** Facts of a new key; its id is made up when it is not given. */
export type NewEnvelopeKey<U extends KeyUse> = Omit<EnvelopeKeyFacts<U>, 'keyId'> & { readonly keyId?: string };

/**
 * Makes a key for envelopes; RSA keys are searched for in the thread pool.
 * @throws EnvelopeSuiteError for a suite that has no such keys
 */
export async function newEnvelopeKey<U extends KeyUse>(facts: NewEnvelopeKey<U>): Promise<PrivateEnvelopeKey<U>> {
  const suite = addressedSuiteOf(facts.suite);
  const privateKey = await (facts.use === 'enc' ? suite.newRecipientKey() : suite.newSigningKey());
  return { keyId: randomUUID(), ...facts, privateKey, publicKey: createPublicKey(privateKey) };
}

/** The private key as PKCS #8 in DER. It is secret: seal it before it is stored, and wipe it. */
export function exportPrivateKey(key: PrivateEnvelopeKey): Buffer {
  return key.privateKey.export({ format: 'der', type: 'pkcs8' });
}

/**
 * Reads what {@link exportPrivateKey} gave.
 * @throws TypeError when the bytes are not a private key of that suite and use
 */
export function importPrivateKey<U extends KeyUse>(facts: EnvelopeKeyFacts<U>, pkcs8: Uint8Array): PrivateEnvelopeKey<U> {
  const privateKey = parsed(() => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }));
  assertFits(facts, privateKey);
  return { ...facts, privateKey, publicKey: createPublicKey(privateKey) };
}

/** Checks type and strength of a key. @throws TypeError */
export function assertFits({ suite, use }: EnvelopeKeyFacts, key: KeyObject): void {
  const algorithms = addressedSuiteOf(suite);
  if (!(use === 'enc' ? algorithms.fitsRecipient(key) : algorithms.fitsSigner(key))) throw new TypeError('the key does not fit its suite');
}

/** Runs a parser of OpenSSL and hides what it says about a key. */
export function parsed(parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new TypeError('these bytes are not such a key');
  }
}
