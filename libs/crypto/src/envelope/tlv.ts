/** Tag and value of one header field. */
export type TlvEntry = readonly [tag: number, value: Uint8Array];

/** Encodes fields as tag u8 | length u16 | value, behind `room` bytes that are left for the caller to write. */
export function encodeTlv(entries: readonly TlvEntry[], room: number): Buffer {
  const bytes = Buffer.allocUnsafe(entries.reduce((sum, [, value]) => sum + 3 + value.length, room));
  let at = room;
  for (const [tag, value] of entries) {
    at = bytes.writeUInt8(tag, at);
    at = bytes.writeUInt16BE(value.length, at);
    bytes.set(value, at);
    at += value.length;
  }
  return bytes;
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
