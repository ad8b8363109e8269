import { randomBytes } from 'node:crypto';
import { fromBase64url, toBase64url } from './base64url.js';

describe('base64url', () => {
  it.each([0, 1, 2, 3, 32, 70_000])('writes and reads %p bytes as Node does', (length) => {
    const bytes = randomBytes(length);
    const text = toBase64url(bytes);
    expect(text).toBe(bytes.toString('base64url'));
    expect(Buffer.compare(fromBase64url(text), bytes)).toBe(0);
  });

  it('uses nothing that an address would have to escape', () => {
    expect(toBase64url(Uint8Array.of(251, 255, 254, 255))).toBe('-__-_w');
  });
});
