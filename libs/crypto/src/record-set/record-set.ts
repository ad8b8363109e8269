import { asBuffer, lengthPrefixed } from '../bytes/bytes.js';
import { hmacSha256 } from '../bytes/hmac-sha256.js';
import { encodeContext } from '../context/context.js';
import { deriveKey } from '../key-wrap/derive-key.js';

/** Bytes of a digest and of a sum. */
export const RECORD_SET_BYTES = 32;

const MAX_KEY_BYTES = 64;

/** The sum of no records. */
export const EMPTY_RECORD_SET: Buffer = Buffer.alloc(RECORD_SET_BYTES);

/** A key for {@link recordDigest} from the data key of an object; `context` says which set it is for. */
export function recordSetKey(dataKey: Uint8Array, context: Uint8Array): Buffer {
  return deriveKey(dataKey, encodeContext({ use: 'record-set', context }));
}

/**
 * Digest of one record with its place: HMAC-SHA256 over `lp(context) | lp(body)`. Digests of a set are kept as their
 * {@link addToRecordSet sum}, and a sum must be kept sealed: who sees the digests of many records can put together others with the same sum.
 */
export function recordDigest(key: Uint8Array, context: Uint8Array, body: Uint8Array): Buffer {
  if (key.length > MAX_KEY_BYTES) throw new RangeError('a key has at most 64 bytes');
  return hmacSha256(key, [lengthPrefixed(context, body)]);
}

/** Adds a record to a sum, or takes it out again: each is the other's inverse, in any order. */
export function addToRecordSet(sum: Uint8Array, digest: Uint8Array): Buffer {
  if (sum.length !== RECORD_SET_BYTES || digest.length !== RECORD_SET_BYTES) throw new RangeError('a sum and a digest have 32 bytes');
  const added = Buffer.from(asBuffer(sum));
  for (let at = 0; at < RECORD_SET_BYTES; at += 1) added[at]! ^= digest[at]!;
  return added;
}
