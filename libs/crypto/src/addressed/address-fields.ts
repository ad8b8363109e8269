const NAME = /^[a-z0-9][a-z0-9:._@/+-]{0,63}$/;

/** Gives the name of a party back when it has the allowed form. */
export function nameOf(name: string): string {
  if (!NAME.test(name)) throw new TypeError('the name of a party has another form');
  return name;
}

/** A whole number below 2^53 as 8 big-endian bytes. */
export function u64(value: number): Buffer {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a time in milliseconds`);
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** The other direction of {@link u64}. */
export function millisecondsOf(bytes: Buffer): number {
  const value = Number(bytes.readBigUInt64BE());
  if (!Number.isSafeInteger(value)) throw new RangeError('a time is too far off');
  return value;
}
