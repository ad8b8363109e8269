/** Text, a whole number from 0 to 2^53 - 1, or bytes. */
export type ContextValue = string | number | Uint8Array;

const TYPE = { text: 1, integer: 2, bytes: 3 } as const;
const NAME = /^[a-z][a-zA-Z0-9]{0,63}$/;
const encoder = new TextEncoder();

/** The canonical bytes of a context, as `encodeContext` of the server. @throws TypeError for what has no canonical form */
export function encodeContext(fields: Readonly<Record<string, ContextValue>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(fields).map(([name, value]) => ({ name: nameBytes(name), ...typed(name, value) }));
  const out = new Uint8Array(entries.reduce((sum, { name, bytes }) => sum + name.length + 6 + bytes.length, 2));
  const view = new DataView(out.buffer);
  view.setUint16(0, entries.length);
  let at = 2;
  for (const { name, type, bytes } of entries) {
    // nameLength u8 | name | type u8 | valueLength u32 | value
    out[at] = name.length;
    out.set(name, at + 1);
    at += name.length + 1;
    out[at] = type;
    view.setUint32(at + 1, bytes.length);
    out.set(bytes, at + 5);
    at += bytes.length + 5;
  }
  return out;
}

function nameBytes(name: string): Uint8Array {
  if (!NAME.test(name)) throw new TypeError(`"${name}" cannot name a context field`);
  return encoder.encode(name);
}

function typed(name: string, value: ContextValue): { type: number; bytes: Uint8Array } {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError(`context field ${name} is not valid Unicode`);
    return { type: TYPE.text, bytes: encoder.encode(value) };
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`context field ${name} is not a whole number`);
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
    return { type: TYPE.integer, bytes };
  }
  return { type: TYPE.bytes, bytes: value };
}
