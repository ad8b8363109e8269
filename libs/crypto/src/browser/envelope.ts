import { type Bytes, concat, constantTimeEqual, lengthPrefixed, uint } from './bytes.js';
import { openChunks, sealChunks } from './chunks.js';
import { failAlike } from './open-failure.js';

/** Names the key of an envelope, as on the server. */
export interface BrowserKeyReference {
  /** UUID, lower case. */
  readonly keyId: string;
  /** u32 */
  readonly epoch: number;
}

// "OCE1" | length 31 | suite 0x0020 | key id … | epoch …
const START = Uint8Array.of(0x4f, 0x43, 0x45, 0x31, 0, 31, 1, 0, 2, 0, 0x20, 2, 0, 16);
const EPOCH_HEAD = Uint8Array.of(3, 0, 4);
const EPOCH_AT = START.length + 16;
const HEADER_BYTES = EPOCH_AT + EPOCH_HEAD.length + 4;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** As `sealBytes` of the server: an OCE1 envelope of suite 0x0020. */
export async function sealBytes(secret: Uint8Array, ref: BrowserKeyReference, context: Uint8Array, plaintext: Uint8Array): Promise<Bytes> {
  if (!UUID.test(ref.keyId)) throw new TypeError('keyId is not a UUID in lower case');
  const keyId = Uint8Array.from(ref.keyId.replaceAll('-', '').match(/../g)!, (pair) => parseInt(pair, 16));
  const header = concat(START, keyId, EPOCH_HEAD, uint(ref.epoch, 4));
  return concat(header, await sealChunks(secret, lengthPrefixed(header, context), plaintext));
}

/** Opens an envelope of suite 0x0020. @throws OpenFailure for another secret or context and for any change of any byte */
export async function openBytes(secret: Uint8Array, context: Uint8Array, sealed: Uint8Array): Promise<Bytes> {
  return failAlike(async () => {
    const header = sealed.subarray(0, HEADER_BYTES);
    const epochHead = header.subarray(EPOCH_AT, EPOCH_AT + EPOCH_HEAD.length);
    if (!constantTimeEqual(header.subarray(0, START.length), START) || !constantTimeEqual(epochHead, EPOCH_HEAD)) throw new Error('header');
    return openChunks(secret, lengthPrefixed(header, context), sealed.subarray(HEADER_BYTES));
  });
}
