/** Bytes that WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Joins byte strings. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A whole number below 2^32 as `size` big-endian bytes. */
export function uint(value: number, size: 2 | 4): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes.slice(4 - size);
}

/** Each part behind its length as u32. */
export function lengthPrefixed(...parts: readonly Uint8Array[]): Bytes {
  return concat(...parts.flatMap((part) => [uint(part.length, 4), part]));
}

/** Whether two byte strings are equal, in time that depends on their lengths alone. */
export function constantTimeEqual(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (const [at, byte] of left.entries()) difference |= byte ^ (right[at] ?? 0);
  return difference === 0;
}
