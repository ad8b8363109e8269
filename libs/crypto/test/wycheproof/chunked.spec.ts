import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { deriveChunkKeys } from '../../src/chunked/chunk-keys.js';
import { contentSuite } from '../../src/suites/registry.js';
import { hex } from '../fixtures.js';
import { describeVectors, wycheproof } from './vector-files.js';

// Format: doc/c2sp_chunked_encryption.md of https://github.com/C2SP/wycheproof; ct is compressed by zlib.
interface Vector {
  key: string;
  ctx: string;
  ct: string;
  aeadKey?: string;
  baseNonce?: string;
  msgLength?: number;
  msgSha512?: string;
}

const sha512 = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('hex');

/** Opens in parts of `size` bytes and gives what came out, and whether the message was accepted. */
function open(vector: Vector, size: number): { out: Buffer; accepted: boolean } {
  const sealed = inflateSync(hex(vector.ct));
  const opener = contentSuite.createOpener(hex(vector.key), hex(vector.ctx));
  const out: Buffer[] = [];
  try {
    for (let offset = 0; offset < sealed.length; offset += size) out.push(...opener.update(sealed.subarray(offset, offset + size), false));
    out.push(...opener.update(Buffer.alloc(0), true));
    return { out: Buffer.concat(out), accepted: true };
  } catch {
    return { out: Buffer.concat(out), accepted: false };
  }
}

describeVectors('C2SP chunked encryption through suites 0x0010 and 0x0020', () => {
  const all = wycheproof<Vector>('c2sp_chunked_encryption_aes_256_gcm_test.json');

  it('has all 35 vectors', () => {
    expect(all.length).toBe(35);
  });

  it.each(all)('$result $tcId: $comment', (vector) => {
    const openWhole = () => contentSuite.open(hex(vector.key), hex(vector.ctx), inflateSync(hex(vector.ct)));
    if (vector.result === 'invalid') return expect(openWhole).toThrow();
    const plaintext = openWhole();
    expect(plaintext.length).toBe(vector.msgLength);
    expect(sha512(plaintext)).toBe(vector.msgSha512);
  });

  it.each(all)('in parts of one sealed chunk gives out the authenticated part of $tcId only', (vector) => {
    const { out, accepted } = open(vector, 16_400);
    expect(accepted).toBe(vector.result === 'valid');
    expect(out.length).toBe(vector.msgLength ?? 0);
    if (vector.msgSha512) expect(sha512(out)).toBe(vector.msgSha512);
  });

  it.each(all.filter(({ aeadKey }) => aeadKey))('derives key and nonce of $tcId', (vector) => {
    const keys = deriveChunkKeys(hex(vector.key), inflateSync(hex(vector.ct)).subarray(0, 24), hex(vector.ctx));
    expect([keys.key.toString('hex'), keys.baseNonce.toString('hex')]).toEqual([vector.aeadKey, vector.baseNonce]);
  });
});
