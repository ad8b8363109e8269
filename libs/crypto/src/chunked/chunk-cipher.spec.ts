import { randomBytes } from 'node:crypto';
import { CHUNK_BYTES, ChunkCipher, chunkNonce, MAX_CHUNKS, TAG_BYTES } from './chunk-cipher.js';
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

  it('combines every byte that a chunk number reaches', () => {
    const base = Buffer.from('000102030405060708090a0b', 'hex');
    expect(chunkNonce(base, 0x21_10203040).toString('hex')).toBe('00010203040506' + '26' + '18293a4b');
  });

  it('ends at 2^38 chunks', () => {
    expect(MAX_CHUNKS).toBe(274_877_906_944);
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

  it('begins at the chunk that it is told', () => {
    const keys = [randomBytes(32), randomBytes(24)] as const;
    const sealer = cipher(...keys);
    const [, , third] = [sealer.seal(Buffer.from('1')), sealer.seal(Buffer.from('2')), sealer.seal(Buffer.from('3'))];
    const opener = new ChunkCipher(deriveChunkKeys(...keys, Buffer.alloc(0)), 2);
    expect(opener.open(third).toString()).toBe('3');
  });

  it('takes chunks of 16 KiB and adds a tag of 16 bytes', () => {
    expect([CHUNK_BYTES, TAG_BYTES]).toEqual([16_384, 16]);
    const [ciphertext, tag] = cipher(randomBytes(32), randomBytes(24)).sealParts(Buffer.alloc(10));
    expect([ciphertext.length, tag.length]).toEqual([10, 16]);
  });

  it('opens an empty chunk, which is a tag alone', () => {
    const keys = [randomBytes(32), randomBytes(24)] as const;
    const sealed = cipher(...keys).seal(Buffer.alloc(0));
    expect(sealed).toHaveLength(16);
    expect(cipher(...keys).open(sealed)).toEqual(Buffer.alloc(0));
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
