import { type Bytes, concat, constantTimeEqual, lengthPrefixed, uint } from './bytes.js';
import { openChunks, sealChunks } from './chunks.js';
import { failAlike } from './open-failure.js';

const MAGIC = new TextEncoder().encode('OKW1');
const WRAPPED_BYTES = 112;
const KEY_BYTES = 32;
/** There is one key for each link, so its version never changes. */
const HEAD = concat(MAGIC, uint(1, 4));

/** Wraps the key of a share under the `enc` of its link: `wrapKey` of the server with version 1. */
export async function wrapShareKey(enc: Uint8Array, context: Uint8Array, shareKey: Uint8Array): Promise<Bytes> {
  if (shareKey.length !== KEY_BYTES) throw new RangeError('a share key has 32 bytes');
  return concat(HEAD, await sealChunks(enc, lengthPrefixed(HEAD, context), shareKey));
}

/** Opens what {@link wrapShareKey} or `wrapKey` made. @throws OpenFailure for another link or context and for any change */
export async function unwrapShareKey(enc: Uint8Array, context: Uint8Array, wrapped: Uint8Array): Promise<Bytes> {
  return failAlike(async () => {
    if (wrapped.length !== WRAPPED_BYTES || !constantTimeEqual(wrapped.subarray(0, HEAD.length), HEAD)) throw new Error('not a wrapped key');
    return openChunks(enc, lengthPrefixed(HEAD, context), wrapped.subarray(HEAD.length));
  });
}
