import { asBuffer, uint } from '../bytes/bytes.js';

/** Text, a whole number from 0 to 2^53 - 1, or bytes. */
export type ContextValue = string | number | Uint8Array;

const TYPE = { text: 1, integer: 2, bytes: 3 } as const;
const NAME = /^[a-z][a-zA-Z0-9]{0,63}$/;

/**
 * The canonical bytes of a context: what a key or a message is bound to. Fields keep the order in which they are
 * written down, and every part carries its length, so two different contexts never give the same bytes.
 * Format: docs/architecture/envelope-format.md, "Context".
 * @throws TypeError for a name, number or text that has no canonical form
 */
export function encodeContext(fields: Readonly<Record<string, ContextValue>>): Buffer {
  const entries = Object.entries(fields);
  const parts = [uint(entries.length, 2)];
  for (const [name, value] of entries) {
    if (!NAME.test(name)) throw new TypeError(`"${name}" cannot name a context field`);
    const [type, bytes] = encodeValue(name, value);
    // One allocation for what stands before the value: nameLength u8 | name | type u8 | valueLength u32.
    const head = Buffer.allocUnsafe(name.length + 6);
    head.writeUInt8(name.length);
    head.write(name, 1);
    head.writeUInt8(type, name.length + 1);
    head.writeUInt32BE(bytes.length, name.length + 2);
    parts.push(head, bytes);
  }
  return Buffer.concat(parts);
}

function encodeValue(name: string, value: ContextValue): [type: number, bytes: Buffer] {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError(`context field ${name} is not valid Unicode`);
    return [TYPE.text, Buffer.from(value)];
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`context field ${name} is not a whole number`);
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return [TYPE.integer, bytes];
  }
  return [TYPE.bytes, asBuffer(value)];
}
