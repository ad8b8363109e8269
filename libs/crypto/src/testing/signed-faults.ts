import { constants, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { splitEnvelope } from '../addressed/layout.js';
import { sha256 } from '../bytes/bytes.js';
import { derivationContext } from '../envelope/derivation-context.js';
import type { PrivateEnvelopeKey, PublicEnvelopeKey } from '../keys/envelope-key.js';
import { addressedSuiteOf } from '../suites/registry.js';
import type { AddressedSuite } from '../suites/suite.js';
import { oaepBlock } from './oaep-block.js';

/** An envelope in pieces, to put something else in the place of one. */
interface Pieces {
  readonly suite: AddressedSuite;
  readonly key: KeyObject;
  /** The label or info that the wrapping is bound to. */
  readonly bound: Buffer;
  readonly wrapped: Buffer;
  readonly body: Buffer;
}

type Wrong = Partial<Pick<Pieces, 'wrapped' | 'body'>>;
type Fault = (pieces: Pieces) => Wrong | Promise<Wrong>;

const changed = (bytes: Buffer, at: number): Buffer => bytes.map((byte, place) => (place === at ? byte ^ 1 : byte)) as Buffer;
const newSecret = (): Buffer => randomBytes(32);

const COMMON: Record<string, Fault> = {
  'other secret': async ({ suite, key, bound }) => ({ wrapped: await suite.wrap(key, bound, newSecret()) }),
  'other context': async ({ suite, key, bound }) => ({ wrapped: await suite.wrap(key, Buffer.concat([bound, bound]), newSecret()) }),
  content: ({ body }) => ({ body: changed(body, body.length - 17) }),
  tag: ({ body }) => ({ body: changed(body, body.length - 1) }),
};

const RSA: Record<string, Fault> = {
  'no block': ({ wrapped }) => ({ wrapped: Buffer.concat([Buffer.of(0), randomBytes(wrapped.length - 1)]) }),
  'first byte': ({ key, bound }) => ({ wrapped: oaepBlock(key, bound, newSecret(), { first: 1 }) }),
  'label hash': ({ key, bound }) => ({ wrapped: oaepBlock(key, bound, newSecret(), { labelHash: changed(sha256(bound), 31) }) }),
  'no separator': ({ key, bound }) => ({ wrapped: oaepBlock(key, bound, Buffer.alloc(32), { separator: 0 }) }),
  padding: ({ key, bound }) => ({ wrapped: oaepBlock(key, bound, newSecret(), { separator: 2 }) }),
  'other hash': ({ key, bound }) => ({ wrapped: publicEncrypt({ key, oaepLabel: bound, oaepHash: 'sha1' }, newSecret()) }),
  'PKCS #1 v1.5': ({ key }) => ({ wrapped: publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, newSecret()) }),
  'no secret': ({ key, bound }) => ({ wrapped: oaepBlock(key, bound, Buffer.alloc(0)) }),
  'short secret': ({ key, bound }) => ({ wrapped: oaepBlock(key, bound, randomBytes(16)) }),
  'long secret': ({ key, bound }) => ({ wrapped: oaepBlock(key, bound, randomBytes(33)) }),
};

const HPKE: Record<string, Fault> = {
  'other point': ({ wrapped }) => ({ wrapped: changed(wrapped, 7) }),
  wrapping: ({ wrapped }) => ({ wrapped: changed(wrapped, 40) }),
  'tag of the wrapping': ({ wrapped }) => ({ wrapped: changed(wrapped, 79) }),
};

const faultsOf = (suite: number): Record<string, Fault> => ({ ...(suite === 0x0010 ? HPKE : RSA), ...COMMON });

/** Everything that can be wrong with an envelope of a suite and shows only at the private key of its recipient or behind it. */
export function signedFaults(suite: number): string[] {
  return Object.keys(faultsOf(suite));
}

/** Both ends of an envelope. */
export interface Correspondents {
  readonly sender: PrivateEnvelopeKey<'sig'>;
  readonly recipient: PublicEnvelopeKey<'enc'>;
  readonly context: Uint8Array;
}

/**
 * An envelope with one of {@link signedFaults} put into it, signed anew by its sender: what only a sender could send, and
 * what an oracle of paddings would be asked with.
 */
export async function withFault(fault: string, envelope: Buffer, { sender, recipient, context }: Correspondents): Promise<Buffer> {
  const suite = addressedSuiteOf(recipient.suite);
  const { header, wrapped, body } = splitEnvelope(suite, envelope);
  const pieces = { suite, key: recipient.publicKey, bound: derivationContext(header, context), wrapped, body };
  const wrong = { wrapped, body, ...(await faultsOf(suite.id)[fault]!(pieces)) };
  const signed = Buffer.concat([header, wrong.wrapped, wrong.body]);
  return Buffer.concat([signed, await suite.sign(sender.privateKey, signed)]);
}
