import { uint } from '../bytes/bytes.js';
import type { KeyReference } from './data-key.js';
import { decodeTlv, encodeTlv } from './tlv.js';

/** What an envelope says about itself. It is not secret, and it is authentic only once the envelope was opened. */
export interface EnvelopeHeader extends KeyReference {
  /** u16 */
  readonly suite: number;
}

/** "OCE1" and the length of the fields. */
export const PREFIX_BYTES = 6;
const MAX_FIELDS_BYTES = 512;
const MAGIC = Buffer.from('OCE1', 'latin1');
const TAG = { suite: 1, keyId: 2, epoch: 3 } as const;
const LENGTHS: ReadonlyMap<number, number> = new Map([[TAG.suite, 2], [TAG.keyId, 16], [TAG.epoch, 4]]);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The header from "OCE1" to its last field. */
export function encodeHeader(header: EnvelopeHeader): Buffer {
  if (!UUID.test(header.keyId)) throw new TypeError('keyId is not a UUID in lower case');
  const keyId = Buffer.from(header.keyId.replaceAll('-', ''), 'hex');
  const fields = encodeTlv([[TAG.suite, uint(header.suite, 2)], [TAG.keyId, keyId], [TAG.epoch, uint(header.epoch, 4)]]);
  return Buffer.concat([MAGIC, uint(fields.length, 2), fields]);
}

/** The number of bytes that {@link encodeHeader} gave, read from its first {@link PREFIX_BYTES}. */
export function headerLength(prefix: Buffer): number {
  const fields = prefix.readUInt16BE(4);
  if (!prefix.subarray(0, 4).equals(MAGIC) || fields > MAX_FIELDS_BYTES) throw new RangeError('not an envelope');
  return PREFIX_BYTES + fields;
}

/** Accepts exactly what {@link encodeHeader} gives. */
export function decodeHeader(bytes: Buffer): EnvelopeHeader {
  const fields = fieldsOf(bytes);
  const keyId = fields.get(TAG.keyId)!.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { suite: fields.get(TAG.suite)!.readUInt16BE(), keyId, epoch: fields.get(TAG.epoch)!.readUInt32BE() };
}

/** The suite alone, of a header that {@link decodeHeader} accepts: all that opening needs to know. */
export function decodeSuite(bytes: Buffer): number {
  return fieldsOf(bytes).get(TAG.suite)!.readUInt16BE();
}

function fieldsOf(bytes: Buffer): Map<number, Buffer> {
  const fields = decodeTlv(bytes.subarray(PREFIX_BYTES));
  for (const [tag, value] of fields) {
    if (LENGTHS.get(tag) !== value.length) throw new RangeError('header fields are not the expected ones');
  }
  if (fields.size !== LENGTHS.size) throw new RangeError('header fields are not the expected ones');
  return fields;
}
