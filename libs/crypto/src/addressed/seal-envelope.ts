import { randomUUID } from 'node:crypto';
import { wipe } from '../bytes/bytes.js';
import { newDataKey } from '../envelope/data-key.js';
import { derivationContext } from '../envelope/derivation-context.js';
import type { PrivateEnvelopeKey, PublicEnvelopeKey } from '../keys/envelope-key.js';
import { encodeAddress } from './address.js';
import { allowsLife, DEFAULT_POLICY, type EnvelopePolicy, permittedSuite } from './policy.js';

/** What goes into an envelope. */
export interface SealEnvelopeRequest {
  readonly sender: PrivateEnvelopeKey<'sig'>;
  readonly recipient: PublicEnvelopeKey<'enc'>;
  readonly plaintext: Uint8Array;
  /** Says where the content belongs; opening needs the same bytes again. */
  readonly context: Uint8Array;
  /** Unix milliseconds. */
  readonly created: number;
  /** Unix milliseconds. */
  readonly expires: number;
  /** UUID; made up when it is not given. */
  readonly id?: string;
  readonly policy?: EnvelopePolicy;
}

/**
 * Encrypts under a fresh secret, wraps it for the recipient and signs everything, in the suite that both keys are made for.
 * Format: docs/architecture/envelope-format.md.
 * @throws EnvelopeSuiteError when the policy does not write that suite; TypeError or RangeError for what cannot be sealed
 */
export async function sealEnvelope(request: SealEnvelopeRequest): Promise<Buffer> {
  const { sender, recipient, created, expires, policy = DEFAULT_POLICY } = request;
  const suite = permittedSuite(recipient.suite, policy.seal);
  if (sender.suite !== suite.id || sender.use !== 'sig' || recipient.use !== 'enc') throw new TypeError('the keys do not belong together');
  if (!allowsLife(policy, request)) throw new RangeError('the envelope would live longer than the policy allows');
  const header = encodeAddress({
    suite: suite.id,
    keyId: recipient.keyId,
    keyVersion: recipient.version,
    sender: sender.owner,
    recipient: recipient.owner,
    created,
    expires,
    id: request.id ?? randomUUID(),
    signerKeyId: sender.keyId,
  });
  const bound = derivationContext(header, request.context);
  const secret = newDataKey();
  try {
    const wrapped = await suite.wrap(recipient.publicKey, bound, secret);
    const signed = Buffer.concat([header, wrapped, ...suite.seal(secret, bound, request.plaintext)]);
    return Buffer.concat([signed, await suite.sign(sender.privateKey, signed)]);
  } finally {
    wipe(secret);
  }
}
