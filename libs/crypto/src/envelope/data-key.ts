import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from '../chunked/chunk-keys.js';

/** Names the data key of an envelope; it is written into the header and bound by it. */
export interface KeyReference {
  /** UUID, lower case. */
  readonly keyId: string;
  /** Counts re-keyings of the object, u32. */
  readonly epoch: number;
}

/** 32 fresh random bytes for a data key. */
export function newDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}
