import { randomFillSync } from 'node:crypto';
import { SALT_BYTES } from './chunk-keys.js';

const SALTS_AT_ONCE = 128;
const pool = Buffer.allocUnsafeSlow(SALT_BYTES * SALTS_AT_ONCE);
let used = pool.length;

/** A salt that was never given out before. Salts are public, so they may wait in a pool: one system call fills it for many. */
export function freshSalt(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += SALT_BYTES;
  return Buffer.from(pool.subarray(used - SALT_BYTES, used));
}
