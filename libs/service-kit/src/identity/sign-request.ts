import type { KeyObject } from 'node:crypto';
import { randomToken } from './random-token.js';
import { MAC_VERSION, macOf } from './mac-text.js';

/** What the sender of an internal request knows when it signs. */
export interface SignedRequest {
  method: string;
  /** Path with its query, exactly as it is sent. */
  path: string;
  /** Who the request is for: `app:<id>`, `gateway` or `vault`. */
  audience: string;
  /** {@link sha256hex} of the body; of no bytes when there is none. */
  bodyHash: string;
  /** The invocation header, when one is sent. */
  invocation?: string | undefined;
  /** Unix time in milliseconds; the clock's when left out. */
  now?: number;
}

/** The value of the MAC header: `v1 <unixMs> <nonce> <mac>`, the last two in base64url. */
export function signRequest(key: KeyObject, request: SignedRequest): string {
  const unixMs = String(request.now ?? Date.now());
  const nonce = randomToken(16, 'base64url');
  const mac = macOf(key, { ...request, unixMs, nonce, invocation: request.invocation ?? '' });
  return `${MAC_VERSION} ${unixMs} ${nonce} ${mac}`;
}
