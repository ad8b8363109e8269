import { createHmac, type KeyObject } from 'node:crypto';

/** The parts of a request that its MAC covers. */
export interface MacText {
  audience: string;
  method: string;
  path: string;
  unixMs: string;
  nonce: string;
  bodyHash: string;
  invocation: string;
}

/** Format version, the first word of the header and the first line of the text. */
export const MAC_VERSION = 'v1';

/** HMAC-SHA256 over the parts, one line each; none of them can contain a line break. In base64url, which is how it travels. */
export function macOf(key: KeyObject, text: MacText): string {
  const { audience, method, path, unixMs, nonce, bodyHash, invocation } = text;
  return createHmac('sha256', key)
    .update(`${MAC_VERSION}\n${audience}\n${method}\n${path}\n${unixMs}\n${nonce}\n${bodyHash}\n${invocation}`)
    .digest('base64url');
}
