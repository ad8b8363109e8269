import { createHmac, randomBytes } from 'node:crypto';
import { hmacSha256 } from './hmac-sha256.js';

describe('hmacSha256', () => {
  it('gives the first result of RFC 4231', () => {
    const mac = hmacSha256(Buffer.alloc(20, 0x0b), [Buffer.from('Hi There')]);
    expect(mac.toString('hex')).toBe('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
  });

  it.each([0, 1, 32, 63, 64, 65, 131])('is the HMAC of node:crypto with a key of %d bytes', (length) => {
    const [key, message] = [randomBytes(length), randomBytes(200)];
    expect(hmacSha256(key, [message])).toEqual(createHmac('sha256', key).update(message).digest());
  });

  it.each([[[]], [[0]], [[5, 0, 59]], [[64, 1]], [[1, 200, 3]]])('joins parts of %j bytes', (lengths) => {
    const [key, parts] = [randomBytes(32), lengths.map((length) => randomBytes(length))];
    expect(hmacSha256(key, parts)).toEqual(createHmac('sha256', key).update(Buffer.concat(parts)).digest());
  });

  it('leaves what it was given as it was', () => {
    const [key, part] = [Buffer.alloc(32, 7), Buffer.alloc(64, 9)];
    hmacSha256(key, [part]);
    expect([key, part]).toEqual([Buffer.alloc(32, 7), Buffer.alloc(64, 9)]);
  });
});
