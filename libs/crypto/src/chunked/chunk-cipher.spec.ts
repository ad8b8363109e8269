import { randomBytes } from 'node:crypto';
import { ChunkCipher, chunkNonce, MAX_CHUNKS } from './chunk-cipher.js';
import { deriveChunkKeys } from './chunk-keys.js';

const zero = Buffer.alloc(12);

describe('chunkNonce', () => {
  it.each([
    [0, '000000000000000000000000'],
    [255, '0000000000000000000000ff'],
    [256, '000000000000000000000100'],
    [2 ** 32 - 1, '0000000000000000ffffffff'],
    [2 ** 32 + 5, '000000000000000100000005'],
    [MAX_CHUNKS - 1, '000000000000003fffffffff'],
  ])('writes chunk number %p as big-endian', (number, expected) => {
    expect(chunkNonce(zero, number).toString('hex')).toBe(expected);
  });

  it('leaves the base nonce as it was and combines by XOR', () => {
    const base = Buffer.alloc(12, 0xff);
    expect(chunkNonce(base, 1).toString('hex')).toBe('fffffffffffffffffffffffe');
    expect(base).toEqual(Buffer.alloc(12, 0xff));
  });

  it('ends at 2^38 chunks', () => {
    expect(() => chunkNonce(zero, MAX_CHUNKS)).toThrow(RangeError);
  });
});

describe('ChunkCipher', () => {
  const cipher = (secret: Buffer, salt: Buffer) => new ChunkCipher(deriveChunkKeys(secret, salt, Buffer.alloc(0)));

  it('opens chunks only in their order', () => {
    const [secret, salt] = [randomBytes(32), randomBytes(24)];
    const sealer = cipher(secret, salt);
    const [first, second] = [sealer.seal(Buffer.from('1')), sealer.seal(Buffer.from('2'))];
    const opener = cipher(secret, salt);
    expect(opener.open(first).toString()).toBe('1');
    expect(opener.open(second).toString()).toBe('2');
    expect(() => cipher(secret, salt).open(second)).toThrow();
  });

  it('refuses a piece that is shorter than a tag', () => {
    expect(() => cipher(randomBytes(32), randomBytes(24)).open(Buffer.alloc(15))).toThrow(RangeError);
  });

  it('wipes the keys that it took over', () => {
    const keys = deriveChunkKeys(randomBytes(32), randomBytes(24), Buffer.alloc(0));
    new ChunkCipher(keys).seal(Buffer.alloc(1));
    expect(Buffer.concat([keys.key, keys.baseNonce, keys.commitment]).every((byte) => byte === 0)).toBe(true);
  });
});
