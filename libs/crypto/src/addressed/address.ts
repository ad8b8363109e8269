import { uint } from '../bytes/bytes.js';
import { fieldsOf, frameHeader, type HeaderShape, TAG, uuidBytes, uuidText } from '../envelope/header-frame.js';
import { millisecondsOf, nameOf, u64 } from './address-fields.js';

/** What an envelope from one party to another says about itself. Not secret, and authentic only once the envelope was opened. */
export interface EnvelopeAddress {
  /** u16 */
  readonly suite: number;
  /** Key of the recipient; UUID. */
  readonly keyId: string;
  /** Version of that key, u32. */
  readonly keyVersion: number;
  /** Names of both parties: 1 to 64 characters of a–z, 0–9 and `:._@/+-`. */
  readonly sender: string;
  readonly recipient: string;
  /** Unix milliseconds. */
  readonly created: number;
  /** Unix milliseconds; from then on nobody opens it. */
  readonly expires: number;
  /** UUID; whoever opens it remembers it until `expires` and refuses it a second time. */
  readonly id: string;
  /** Key that signed; UUID. */
  readonly signerKeyId: string;
}

const SHAPE: HeaderShape = new Map([
  [TAG.suite, [2, 2]], [TAG.keyId, [16, 16]], [TAG.keyVersion, [4, 4]], [TAG.sender, [1, 64]], [TAG.recipient, [1, 64]],
  [TAG.created, [8, 8]], [TAG.expires, [8, 8]], [TAG.flags, [2, 2]], [TAG.id, [16, 16]], [TAG.signer, [16, 16]],
]);
const NO_FLAGS = 0;

/** The header from "OCE1" to its last field. @throws TypeError or RangeError for values that have no encoding */
export function encodeAddress(address: EnvelopeAddress): Buffer {
  return frameHeader([
    [TAG.suite, uint(address.suite, 2)],
    [TAG.keyId, uuidBytes(address.keyId)],
    [TAG.keyVersion, uint(address.keyVersion, 4)],
    [TAG.sender, Buffer.from(nameOf(address.sender))],
    [TAG.recipient, Buffer.from(nameOf(address.recipient))],
    [TAG.created, u64(address.created)],
    [TAG.expires, u64(address.expires)],
    [TAG.flags, uint(NO_FLAGS, 2)],
    [TAG.id, uuidBytes(address.id)],
    [TAG.signer, uuidBytes(address.signerKeyId)],
  ]);
}

/** Accepts exactly what {@link encodeAddress} gives. */
export function decodeAddress(header: Buffer): EnvelopeAddress {
  const fields = fieldsOf(header, SHAPE);
  const field = (name: keyof typeof TAG): Buffer => fields.get(TAG[name])!;
  if (field('flags').readUInt16BE() !== NO_FLAGS) throw new RangeError('unknown flags');
  return {
    suite: field('suite').readUInt16BE(),
    keyId: uuidText(field('keyId')),
    keyVersion: field('keyVersion').readUInt32BE(),
    sender: nameOf(field('sender').toString()),
    recipient: nameOf(field('recipient').toString()),
    created: millisecondsOf(field('created')),
    expires: millisecondsOf(field('expires')),
    id: uuidText(field('id')),
    signerKeyId: uuidText(field('signer')),
  };
}
