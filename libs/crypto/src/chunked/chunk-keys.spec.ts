import { hkdfSync, createHmac, randomBytes } from 'node:crypto';
import { deriveChunkKeys, hkdfExpand } from './chunk-keys.js';

describe('hkdfExpand', () => {
  it.each([1, 63, 64, 65, 76, 200])('gives the same %p bytes as the whole HKDF after its Extract step', (length) => {
    const secret = randomBytes(32);
    const info = randomBytes(50);
    const extracted = createHmac('sha512', Buffer.alloc(64)).update(secret).digest();
    expect(hkdfExpand(extracted, info, length)).toEqual(Buffer.from(hkdfSync('sha512', secret, Buffer.alloc(0), info, length)));
  });
});

describe('deriveChunkKeys', () => {
  const key = randomBytes(32);
  const salt = randomBytes(24);

  it('gives 32, 12 and 32 bytes', () => {
    const keys = deriveChunkKeys(key, salt, Buffer.alloc(0));
    expect([keys.key.length, keys.baseNonce.length, keys.commitment.length]).toEqual([32, 12, 32]);
  });

  it('depends on key, salt and context', () => {
    const commitments = [
      deriveChunkKeys(key, salt, Buffer.from('a')),
      deriveChunkKeys(randomBytes(32), salt, Buffer.from('a')),
      deriveChunkKeys(key, randomBytes(24), Buffer.from('a')),
      deriveChunkKeys(key, salt, Buffer.from('b')),
    ].map((keys) => keys.commitment.toString('hex'));
    expect(new Set(commitments).size).toBe(4);
  });

  it.each([0, 16, 31, 33, 64])('refuses an input key of %p bytes', (length) => {
    expect(() => deriveChunkKeys(randomBytes(length), salt, Buffer.alloc(0))).toThrow(RangeError);
  });
});
