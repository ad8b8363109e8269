import { createHmac } from 'node:crypto';
import { hkdfExpand } from '../../src/chunked/hkdf-expand.js';
import { nodeHkdf } from '../../src/hpke/node-primitives.js';
import { deriveKey } from '../../src/index.js';
import { hkdfSha256 } from '../../src/share/share-keys.js';
import { hex } from '../fixtures.js';
import { describeVectors, wycheproof } from './vector-files.js';

interface Vector {
  ikm: string;
  salt: string;
  info: string;
  size: number;
  okm: string;
}

describeVectors('HKDF-SHA256 through HPKE and links', () => {
  const all = wycheproof<Vector>('hkdf_sha256_test.json');
  const kdf = nodeHkdf();
  const plain = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex(text));

  it('has all 86 vectors', () => {
    expect(all.length).toBe(86);
  });

  it.each(all)('$result $tcId of HPKE: $comment', async ({ ikm, salt, info, size, okm, result }) => {
    const prk = await kdf.Extract(plain(salt), plain(ikm));
    if (result === 'invalid') await expect(kdf.Expand(prk, plain(info), size)).rejects.toThrow();
    else expect(Buffer.from(await kdf.Expand(prk, plain(info), size)).toString('hex')).toBe(okm);
  });

  it.each(all.filter(({ salt }) => salt === ''))('$result $tcId of links: $comment', async ({ ikm, info, size, okm, result }) => {
    const derived = hkdfSha256(plain(ikm), plain(info), size);
    if (result === 'invalid') await expect(derived).rejects.toThrow();
    else expect(Buffer.from(await derived).toString('hex')).toBe(okm);
  });
});

describeVectors('HKDF-SHA512 through chunked encryption and deriveKey', () => {
  const all = wycheproof<Vector>('hkdf_sha512_test.json');
  // The library has no Extract of its own: its input keys are uniformly random.
  const extract = (salt: string, ikm: string): Buffer => createHmac('sha512', hex(salt)).update(hex(ikm)).digest();

  it('has all 83 vectors', () => {
    expect(all.length).toBe(83);
  });

  it.each(all)('$result $tcId: $comment', ({ ikm, salt, info, size, okm, result }) => {
    const expand = () => hkdfExpand(extract(salt, ikm), [hex(info)], size).toString('hex');
    if (result === 'invalid') expect(expand).toThrow(RangeError);
    else expect(expand()).toBe(okm);
  });

  it.each(all.filter(({ salt, size, result }) => salt === '' && size >= 32 && result === 'valid'))('$tcId begins with the derived key', ({ ikm, info, okm }) => {
    expect(deriveKey(hex(ikm), hex(info)).toString('hex')).toBe(okm.slice(0, 64));
  });
});
