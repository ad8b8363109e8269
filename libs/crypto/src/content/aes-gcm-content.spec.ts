import { randomBytes } from 'node:crypto';
import { bitsOf, flipBit, upTo } from '../../test/fixtures.js';
import { aesGcmContent } from './aes-gcm-content.js';

const bound = Buffer.from('header and context');
const seal = (secret: Buffer, plaintext: Buffer): Buffer => Buffer.concat(aesGcmContent.seal(secret, bound, plaintext));

describe('AES-GCM content', () => {
  it.each([0, 1, 1024, 100_000])('round-trips %p bytes with 28 bytes around them', (size) => {
    const [secret, plaintext] = [randomBytes(32), randomBytes(size)];
    const sealed = seal(secret, plaintext);
    expect(sealed).toHaveLength(size + 28);
    expect(aesGcmContent.open(secret, bound, sealed).equals(plaintext)).toBe(true);
  });

  it('takes another nonce each time', () => {
    const secret = randomBytes(32);
    const nonces = Array.from({ length: 100 }, () => seal(secret, Buffer.from('x')).toString('hex', 0, 12));
    expect(new Set(nonces).size).toBe(100);
  });

  it('refuses every flipped bit and every cut', () => {
    const secret = randomBytes(32);
    const sealed = seal(secret, randomBytes(40));
    for (const bit of bitsOf(sealed)) expect(() => aesGcmContent.open(secret, bound, flipBit(sealed, bit))).toThrow();
    for (const length of upTo(sealed.length)) expect(() => aesGcmContent.open(secret, bound, sealed.subarray(0, length))).toThrow();
  });

  it('refuses as cut what has no room for nonce and tag', () => {
    for (const length of [0, 11, 12, 15, 16, 27]) expect(() => aesGcmContent.open(randomBytes(32), bound, randomBytes(length))).toThrow(RangeError);
    expect(() => aesGcmContent.open(randomBytes(32), bound, randomBytes(28))).not.toThrow(RangeError);
  });

  it('refuses another secret, other bound bytes and a secret of another length', () => {
    const secret = randomBytes(32);
    const sealed = seal(secret, Buffer.from('hello'));
    expect(() => aesGcmContent.open(randomBytes(32), bound, sealed)).toThrow();
    expect(() => aesGcmContent.open(secret, Buffer.from('elsewhere'), sealed)).toThrow();
    for (const size of [0, 16, 24, 33]) expect(() => aesGcmContent.seal(randomBytes(size), bound, Buffer.alloc(1))).toThrow();
  });
});
