import { decodeTlv, encodeTlv, type TlvEntry } from './tlv.js';

/** "OCE1" and the length of the fields. */
export const PREFIX_BYTES = 6;
/** Tags of the header fields, in their order. Which of them are present depends on the suite. */
export const TAG = {
  suite: 1, keyId: 2, epoch: 3, keyVersion: 4, sender: 5, recipient: 6, created: 7, expires: 8, flags: 9, id: 10, signer: 11,
} as const;

/** Least and greatest length of each field that must be present. */
export type HeaderShape = ReadonlyMap<number, readonly [least: number, most: number]>;

const MAX_FIELDS_BYTES = 512;
const MAGIC = Buffer.from('OCE1');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The header from "OCE1" to its last field. */
export function frameHeader(entries: readonly TlvEntry[]): Buffer {
  const header = encodeTlv(entries, PREFIX_BYTES);
  header.set(MAGIC);
  header.writeUInt16BE(header.length - PREFIX_BYTES, MAGIC.length);
  return header;
}

/** The number of bytes that {@link frameHeader} gave, read from its first {@link PREFIX_BYTES}. */
export function headerLength(prefix: Buffer): number {
  const fields = prefix.readUInt16BE(4);
  if (!prefix.subarray(0, 4).equals(MAGIC) || fields > MAX_FIELDS_BYTES) throw new RangeError('not an envelope');
  return PREFIX_BYTES + fields;
}

/** The header of an envelope that is there as a whole. */
export function headerOf(envelope: Buffer): Buffer {
  const length = headerLength(envelope);
  if (envelope.length < length) throw new RangeError('truncated');
  return envelope.subarray(0, length);
}

/** The fields of a header that has exactly those of `shape`. */
export function fieldsOf(header: Buffer, shape: HeaderShape): Map<number, Buffer> {
  const fields = decodeTlv(header.subarray(PREFIX_BYTES));
  for (const [tag, { length }] of fields) {
    const [least, most] = shape.get(tag) ?? [Infinity, 0];
    if (length < least || length > most) throw new RangeError('header fields are not the expected ones');
  }
  if (fields.size !== shape.size) throw new RangeError('header fields are not the expected ones');
  return fields;
}

/** The 16 bytes of a UUID in lower case. */
export function uuidBytes(id: string): Buffer {
  if (!UUID.test(id)) throw new TypeError('an id is not a UUID in lower case');
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The other direction of {@link uuidBytes}. */
export function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
