import { createHash, timingSafeEqual } from 'node:crypto';

/** A Buffer over the same memory, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** SHA-256 of bytes or of the UTF-8 form of a text; 32 bytes. */
export function sha256(data: Uint8Array | string): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Whether two byte strings are equal, in time that depends on their lengths alone. */
export function constantTimeEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Overwrites secrets with zeros. Copies that the runtime made elsewhere are out of reach. */
export function wipe(...secrets: Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}

/** A whole number as `size` big-endian bytes. @throws RangeError when it does not fit */
export function uint(value: number, size: 1 | 2 | 4): Buffer {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size)) throw new RangeError(`${value} is not a u${8 * size}`);
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/** Each part behind its length as u32, so that joined parts cannot be shifted into each other. */
export function lengthPrefixed(...parts: readonly Uint8Array[]): Buffer {
  const joined = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    at = joined.writeUInt32BE(part.length, at);
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Joins byte strings; a single one is handed on without a copy, several are wiped once they are copied. */
export function gather(parts: readonly Buffer[]): Buffer {
  if (parts.length === 1) return parts[0]!;
  const joined = Buffer.concat(parts);
  wipe(...parts);
  return joined;
}
