import { hash } from 'node:crypto';
import { wipe } from './bytes.js';

const HASH = 'sha256';
const BLOCK_BYTES = 64;
const HASH_BYTES = 32;

/**
 * HMAC-SHA256 of RFC 2104 over the parts, joined; 32 bytes. It is put together from one-shot hashes, because `createHmac`
 * makes two native objects for each call, and the garbage collector holds up the loop while it frees them.
 */
export function hmacSha256(key: Uint8Array, parts: readonly Uint8Array[]): Buffer {
  const short = key.length > BLOCK_BYTES ? hash(HASH, key, 'buffer') : key;
  const inner = Buffer.concat([Buffer.alloc(BLOCK_BYTES, 0x36), ...parts]);
  const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES, 0x5c);
  for (let at = 0; at < short.length; at += 1) {
    inner[at]! ^= short[at]!;
    outer[at]! ^= short[at]!;
  }
  outer.set(hash(HASH, inner, 'buffer'), BLOCK_BYTES);
  const digest = hash(HASH, outer, 'buffer');
  wipe(inner, outer);
  return digest;
}
