import { asBuffer, lengthPrefixed, uint } from '../bytes/bytes.js';
import { TAG_BYTES } from '../chunked/chunk-cipher.js';
import { COMMITMENT_BYTES, KEY_BYTES, SALT_BYTES } from '../chunked/chunk-keys.js';
import { openChunked } from '../chunked/chunk-opener.js';
import { ChunkSealer } from '../chunked/chunk-sealer.js';
import { failAlike } from '../errors/decryption.errors.js';

/** A key-encryption key with the version that wrapped keys carry. */
export interface WrappingKey {
  /** u32 */
  readonly version: number;
  /** 32 uniformly random bytes. */
  readonly secret: Uint8Array;
}

const MAGIC = Buffer.from('OKW1');
const HEAD_BYTES = MAGIC.length + 4;
/** Length of every wrapped key. */
export const WRAPPED_KEY_BYTES = HEAD_BYTES + SALT_BYTES + COMMITMENT_BYTES + KEY_BYTES + TAG_BYTES;

/**
 * Wraps a data key: AES-256-GCM under a key that HKDF derives from the wrapping key, its version and `context`,
 * with commitment. Format: docs/architecture/envelope-format.md, "Wrapped key".
 */
export function wrapKey(kek: WrappingKey, context: Uint8Array, dek: Uint8Array): Buffer {
  if (dek.length !== KEY_BYTES) throw new RangeError('a data key has 32 bytes');
  const head = Buffer.concat([MAGIC, uint(kek.version, 4)]);
  const sealer = new ChunkSealer(kek.secret, lengthPrefixed(head, context));
  return Buffer.concat([head, ...sealer.update(dek, true)]);
}

/**
 * Opens what {@link wrapKey} made and gives the data key, 32 bytes.
 * @throws DecryptionError for another key, version or context and for any change of any byte
 */
export function unwrapKey(kek: WrappingKey, context: Uint8Array, wrapped: Uint8Array): Buffer {
  return failAlike(() => {
    if (wrappedKeyVersion(wrapped) !== kek.version) throw new Error('another version');
    const bytes = asBuffer(wrapped);
    return openChunked(kek.secret, lengthPrefixed(bytes.subarray(0, HEAD_BYTES), context), bytes.subarray(HEAD_BYTES));
  });
}

/** The version of the wrapping key that is needed. @throws DecryptionError when these are not the bytes of a wrapped key */
export function wrappedKeyVersion(wrapped: Uint8Array): number {
  return failAlike(() => {
    const bytes = asBuffer(wrapped);
    if (bytes.length !== WRAPPED_KEY_BYTES || !bytes.subarray(0, 4).equals(MAGIC)) throw new Error('not a wrapped key');
    return bytes.readUInt32BE(4);
  });
}
