import { randomBytes } from 'node:crypto';
import { deriveChunkKeys } from './chunk-keys.js';

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
