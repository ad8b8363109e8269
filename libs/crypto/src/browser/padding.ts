import { type Bytes, concat, uint } from './bytes.js';

const BLOCK = 256;
const HEAD = 4;

/** `length u32 | bytes | zeros`, up to a multiple of 256 bytes, so that a sealed length tells little. */
export function pad(bytes: Uint8Array): Bytes {
  return concat(uint(bytes.length, 4), bytes, new Uint8Array((BLOCK - ((HEAD + bytes.length) % BLOCK)) % BLOCK));
}

/** What {@link pad} was given. @throws RangeError for what it does not write */
export function unpad(padded: Uint8Array): Bytes {
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (Math.ceil((HEAD + length) / BLOCK) * BLOCK !== padded.length) throw new RangeError('not padded');
  if (padded.subarray(HEAD + length).some((byte) => byte !== 0)) throw new RangeError('not padded');
  return padded.slice(HEAD, HEAD + length) as Bytes;
}
