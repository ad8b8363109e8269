import { createHash, hkdfSync } from 'node:crypto';

/**
 * The key for one direction of talk between two processes that share a start secret.
 * @param secret 32 random bytes that the runtime handed to both.
 * @param direction `gateway->app:<id>`, `app:<id>->gateway` or `gateway->vault`.
 * @returns 32 bytes by HKDF-SHA256 (RFC 5869).
 */
export function deriveMacKey(secret: Buffer, direction: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `mateship mac v1 ${direction}`, 32));
}

/** SHA-256 of the bytes as 64 hex digits. */
export function sha256hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
