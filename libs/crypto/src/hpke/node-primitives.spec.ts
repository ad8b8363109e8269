import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { bitsOf, flipBit } from '../../test/fixtures.js';
import { nodeAes256Gcm, nodeHkdf, NOT_AUTHENTIC } from './node-primitives.js';

const bytes = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));

describe('HKDF of Node for the package', () => {
  const kdf = nodeHkdf();

  it.each([[0, 1], [0, 32], [1, 31], [32, 33], [32, 64], [64, 65], [13, 100], [200, 8160]])('is HKDF-SHA256, with a salt of %d bytes and a result of %d', async (saltBytes, length) => {
    const [salt, material, info] = [bytes(saltBytes), bytes(40), bytes(10)];
    const expanded = await kdf.Expand(await kdf.Extract(salt, material), info, length);
    expect(Buffer.from(expanded).equals(Buffer.from(hkdfSync('sha256', material, salt, info, length)))).toBe(true);
  });

  it('rejects what it cannot do instead of throwing', async () => {
    await expect(kdf.Expand(bytes(32), bytes(0), 8161)).rejects.toThrow(RangeError);
  });
});

describe('AES-256-GCM of Node for the package', () => {
  const aead = nodeAes256Gcm();
  const [key, nonce, aad] = [bytes(32), bytes(12), bytes(5)];

  it.each([0, 1, 16, 100])('seals %d bytes as node:crypto does, with a tag of 16 bytes behind them, and opens them', async (size) => {
    const plaintext = bytes(size);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
    const sealed = await aead.Seal(key, nonce, aad, plaintext);
    expect(Buffer.from(sealed)).toEqual(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
    expect(await aead.Open(key, nonce, aad, sealed)).toEqual(plaintext);
  });

  it.each([0, 1, 12, 15])('refuses %d bytes, which have no room for a tag', async (size) => {
    await expect(aead.Open(key, nonce, aad, bytes(size))).rejects.toThrow(RangeError);
  });

  it('gives NOT_AUTHENTIC after a change of any bit, other data and another nonce', async () => {
    const sealed = await aead.Seal(key, nonce, aad, bytes(20));
    for (const bit of bitsOf(sealed)) expect(await aead.Open(key, nonce, aad, Uint8Array.from(flipBit(sealed, bit)))).toBe(NOT_AUTHENTIC);
    expect(await aead.Open(key, nonce, bytes(5), sealed)).toBe(NOT_AUTHENTIC);
    expect(await aead.Open(key, bytes(12), aad, sealed)).toBe(NOT_AUTHENTIC);
  });
});
