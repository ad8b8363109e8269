import { performance } from 'node:perf_hooks';
import { asBuffer, wipe } from '../bytes/bytes.js';
import { newDataKey } from '../envelope/data-key.js';
import { derivationContext } from '../envelope/derivation-context.js';
import { DecryptionError, failAlike } from '../errors/decryption.errors.js';
import type { EnvelopeKeyFacts, PrivateEnvelopeKey, PublicEnvelopeKey } from '../keys/envelope-key.js';
import type { AddressedSuite } from '../suites/suite.js';
import type { EnvelopeAddress } from './address.js';
import { type EnvelopeParts, splitEnvelope, suiteNumber } from './layout.js';
import { allowsLife, DEFAULT_POLICY, type EnvelopePolicy, isCurrent, permittedSuite } from './policy.js';
import { refusalStep } from './refusal-step.js';

type Lookup<K> = (keyId: string) => K | undefined | Promise<K | undefined>;

/** What is needed to open envelopes. What a lookup throws is passed on as it is. */
export interface OpenEnvelopeOptions {
  /** Own keys. */
  readonly keys: Lookup<PrivateEnvelopeKey<'enc'>>;
  /** Keys of those who may send to us. */
  readonly senders: Lookup<PublicEnvelopeKey<'sig'>>;
  readonly context: Uint8Array;
  readonly policy?: EnvelopePolicy;
  /** Unix milliseconds; the clock's when it is not given. */
  readonly now?: number;
}

/** An envelope that was opened. Refusing `address.id` a second time is left to the caller. */
export interface OpenedEnvelope {
  readonly address: EnvelopeAddress;
  readonly plaintext: Buffer;
}

/**
 * Verifies the signature, then the time, then unwraps and decrypts.
 * @throws EnvelopeSuiteError for a suite that the policy does not open
 * @throws DecryptionError for everything else that is wrong with an envelope
 */
export async function openEnvelope(envelope: Uint8Array, options: OpenEnvelopeOptions): Promise<OpenedEnvelope> {
  const { policy = DEFAULT_POLICY, now = Date.now() } = options;
  const bytes = asBuffer(envelope);
  const suite = permittedSuite(failAlike(() => suiteNumber(bytes), 'format'), policy.open);
  const parts = failAlike(() => splitEnvelope(suite, bytes), 'format');
  const { address } = parts;
  const signer = await options.senders(address.signerKeyId);
  const isSigned = isKey(signer, { ...address, use: 'sig', owner: address.sender }, address.signerKeyId);
  if (!isSigned || !(await suite.verify(signer.publicKey, parts.signed, parts.signature))) throw new DecryptionError('signature');
  if (!allowsLife(policy, address) || !isCurrent(now, address)) throw new DecryptionError('time');
  const key = await options.keys(address.keyId);
  const isOurs = isKey(key, { ...address, use: 'enc', owner: address.recipient }, address.keyId) && key.version === address.keyVersion;
  if (!isOurs) throw new DecryptionError();
  return { address, plaintext: await decrypt(suite, key, parts, options.context) };
}

function isKey<K extends EnvelopeKeyFacts>(key: K | undefined, wanted: Pick<EnvelopeKeyFacts, 'owner' | 'suite' | 'use'>, keyId: string): key is K {
  return key?.keyId === keyId && key.owner === wanted.owner && key.suite === wanted.suite && key.use === wanted.use;
}

/**
 * Goes on with a random secret when unwrapping fails, so that a wrong secret and a wrong wrapping look the same, and refuses
 * at the next {@link refusalStep}: Node makes errors for some faults and not for others.
 */
async function decrypt(suite: AddressedSuite, key: PrivateEnvelopeKey, parts: EnvelopeParts, context: Uint8Array): Promise<Buffer> {
  const begun = performance.now();
  const bound = derivationContext(parts.header, context);
  const other = newDataKey();
  const unwrapped = (await suite.unwrap(key.privateKey, bound, parts.wrapped).catch(() => null)) ?? other;
  const secret = unwrapped.length === other.length ? unwrapped : other;
  try {
    return suite.open(secret, bound, parts.body);
  } catch {
    // The reason is nobody's business.
  } finally {
    wipe(unwrapped, other);
  }
  await refusalStep(begun);
  throw new DecryptionError();
}
