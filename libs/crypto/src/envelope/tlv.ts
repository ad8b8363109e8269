import { uint } from '../bytes/bytes.js';

/** Tag and value of one header field. */
export type TlvEntry = readonly [tag: number, value: Uint8Array];

/** Encodes fields as tag u8 | length u16 | value. */
export function encodeTlv(entries: readonly TlvEntry[]): Buffer {
  return Buffer.concat(entries.flatMap(([tag, value]) => [uint(tag, 1), uint(value.length, 2), value]));
}

/** Decodes fields; tags must rise strictly, so there is exactly one encoding of every header. */
export function decodeTlv(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let lastTag = 0;
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes.length - offset < 3) throw new RangeError('a header field is cut');
    const tag = bytes.readUInt8(offset);
    const end = offset + 3 + bytes.readUInt16BE(offset + 1);
    if (tag <= lastTag || end > bytes.length) throw new RangeError('header fields are out of order or cut');
    fields.set(tag, bytes.subarray(offset + 3, end));
    lastTag = tag;
    offset = end;
  }
  return fields;
}
