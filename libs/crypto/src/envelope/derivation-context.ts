import { lengthPrefixed } from '../bytes/bytes.js';

/** What the suite binds its keys to: the header and the caller's context, each behind its length. */
export function derivationContext(header: Uint8Array, context: Uint8Array): Buffer {
  return lengthPrefixed(header, context);
}
