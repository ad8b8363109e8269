import { hash } from 'node:crypto';
import { wipe } from '../bytes/bytes.js';

const BLOCK_BYTES = 128;
const HASH_BYTES = 64;
const MAX_BLOCKS = 255;

/**
 * HKDF-Expand of RFC 5869 over SHA-512: `length` bytes from a uniformly random key of at most 128 bytes.
 * HMAC (RFC 2104) is put together from one-shot hashes, because `createHmac` makes a KeyObject and a stream for each call:
 * a quarter of the time that a message of 1 KB takes. The Wycheproof vectors of HKDF-SHA512 run through this function.
 * @throws RangeError for a longer key or more than 16,320 bytes
 */
export function hkdfExpand(key: Uint8Array, info: Uint8Array, length: number): Buffer {
  const count = Math.ceil(length / HASH_BYTES);
  if (key.length > BLOCK_BYTES || count > MAX_BLOCKS) throw new RangeError('too much to expand');
  const out = Buffer.allocUnsafeSlow(count * HASH_BYTES);
  // inner pad | previous block | info | counter; the first block has no previous one, so its pad stands right before info.
  const inner = Buffer.allocUnsafe(BLOCK_BYTES + HASH_BYTES + info.length + 1);
  const outer = Buffer.allocUnsafe(BLOCK_BYTES + HASH_BYTES);
  inner.set(info, BLOCK_BYTES + HASH_BYTES);
  pad(outer, key, 0x5c);
  for (let block = 0; block < count; block += 1) {
    const message = block === 0 ? inner.subarray(HASH_BYTES) : inner;
    if (block > 0) inner.set(out.subarray((block - 1) * HASH_BYTES, block * HASH_BYTES), BLOCK_BYTES);
    pad(message, key, 0x36);
    inner[inner.length - 1] = block + 1;
    move(hash('sha512', message, 'buffer'), outer, BLOCK_BYTES);
    move(hash('sha512', outer, 'buffer'), out, block * HASH_BYTES);
  }
  wipe(inner, outer);
  return out.subarray(0, length);
}

function pad(target: Buffer, key: Uint8Array, byte: number): void {
  target.fill(byte, 0, BLOCK_BYTES);
  for (let at = 0; at < key.length; at += 1) target[at]! ^= key[at]!;
}

function move(from: Buffer, to: Buffer, at: number): void {
  from.copy(to, at);
  wipe(from);
}
