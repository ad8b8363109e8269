import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { bitsOf, chatContext, contentKey, flipBit, hex, tries, upTo, vectors } from '../../test/fixtures.js';
import * as node from '../index.js';
import { concat, constantTimeEqual, lengthPrefixed, uint } from './bytes.js';
import { sealChunks } from './chunks.js';
import * as browser from './index.js';

const CHUNK = 16_384;
const SEALED_CHUNK = CHUNK + 16;

describe('envelopes', () => {
  it.each([0, 1, 1024, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])('of %p bytes go from the server to the browser and back', async (size) => {
    const [key, plaintext] = [contentKey({ epoch: 7 }), randomBytes(size)];
    const opened = await browser.openBytes(key.secret, chatContext, node.sealBytes(key.secret, key, chatContext, plaintext));
    expect(plaintext.equals(opened)).toBe(true);
    const sealed = await browser.sealBytes(key.secret, key, chatContext, plaintext);
    expect(node.openBytes(key.secret, chatContext, sealed).equals(plaintext)).toBe(true);
    expect(node.readEnvelopeHeader(sealed)).toEqual({ suite: 0x20, keyId: key.keyId, epoch: 7 });
  });

  it('do not open after a change of any bit or a cut', async () => {
    const key = contentKey();
    const sealed = node.sealBytes(key.secret, key, chatContext, randomBytes(60));
    // The header is bound, but its ids are not the browser's to judge: only the server knows which key it asked for.
    for (const bit of bitsOf(sealed)) {
      await expect(browser.openBytes(key.secret, chatContext, flipBit(sealed, bit))).rejects.toBeInstanceOf(browser.OpenFailure);
    }
    for (const length of upTo(sealed.length)) {
      await expect(browser.openBytes(key.secret, chatContext, sealed.subarray(0, length))).rejects.toBeInstanceOf(browser.OpenFailure);
    }
  });

  it.each([['format', 3], ['suite', 10], ['field in the place of the epoch', 30]])('do not open under a header of another %s, though their content was sealed with it', async (_what, at) => {
    const key = contentKey();
    const header = Buffer.from(await browser.sealBytes(key.secret, key, chatContext, randomBytes(1))).subarray(0, 37);
    header[at]! ^= 1;
    const sealed = Buffer.concat([header, await sealChunks(key.secret, lengthPrefixed(header, chatContext), randomBytes(9))]);
    await expect(browser.openBytes(key.secret, chatContext, sealed)).rejects.toBeInstanceOf(browser.OpenFailure);
  });

  it.each([0, 16, 31, 33])('are not made with a key of %p bytes', async (size) => {
    await expect(browser.sealBytes(randomBytes(size), contentKey(), chatContext, randomBytes(9))).rejects.toThrow(RangeError);
  });

  it.each([0, 1, 2, 3])('do not open when cut behind chunk %p', async (chunks) => {
    const key = contentKey();
    const sealed = node.sealBytes(key.secret, key, chatContext, randomBytes(3 * CHUNK + 5));
    await expect(browser.openBytes(key.secret, chatContext, sealed.subarray(0, 93 + chunks * SEALED_CHUNK))).rejects.toThrow(browser.OpenFailure);
  });

  it('do not open with chunks in another order, in another context or under another key', async () => {
    const key = contentKey();
    const sealed = node.sealBytes(key.secret, key, chatContext, randomBytes(2 * CHUNK + 5));
    const swapped = Buffer.concat([sealed.subarray(0, 93), sealed.subarray(93 + SEALED_CHUNK, 93 + 2 * SEALED_CHUNK), sealed.subarray(93, 93 + SEALED_CHUNK), sealed.subarray(93 + 2 * SEALED_CHUNK)]);
    await expect(browser.openBytes(key.secret, chatContext, swapped)).rejects.toThrow(browser.OpenFailure);
    await expect(browser.openBytes(key.secret, Buffer.alloc(0), sealed)).rejects.toThrow(browser.OpenFailure);
    for (const size of [0, 16, 32]) await expect(browser.openBytes(randomBytes(size), chatContext, sealed)).rejects.toThrow(browser.OpenFailure);
  });

  it.each(['', 'abc', randomUUID().toUpperCase(), `${randomUUID()}0`, `0${randomUUID()}`, randomUUID().replaceAll('-', '')])('are not written for the key id "%s"', async (keyId) => {
    await expect(browser.sealBytes(randomBytes(32), { keyId, epoch: 1 }, chatContext, Buffer.alloc(1))).rejects.toThrow(TypeError);
  });

  it.each(vectors<Record<'secret' | 'context' | 'plaintextSha256', string> & { sealed: string | null }>('envelope-0020.json').filter(({ sealed }) => sealed))('open the own vectors', async (vector) => {
    const opened = await browser.openBytes(hex(vector.secret), hex(vector.context), hex(vector.sealed!));
    expect(node.sha256(opened).toString('hex')).toBe(vector.plaintextSha256);
  });
});

describe('OpenFailure', () => {
  it('has the code of the server and tells no reason', async () => {
    const failure = await browser.openBytes(randomBytes(32), chatContext, Buffer.alloc(0)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'OpenFailure', code: 'DECRYPTION_FAILED', message: 'The content could not be opened.' });
    expect(failure).not.toHaveProperty('cause');
  });
});

describe('bytes', () => {
  it('are joined, numbered and prefixed in order', () => {
    expect([...concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))]).toEqual([1, 2, 3]);
    expect([[...uint(0x0102, 2)], [...uint(0xfffffffe, 4)]]).toEqual([[1, 2], [255, 255, 255, 254]]);
    expect([...lengthPrefixed(Uint8Array.of(7, 8), new Uint8Array())]).toEqual([0, 0, 0, 2, 7, 8, 0, 0, 0, 0]);
  });

  it.each([['', '', true], ['ab', 'ab', true], ['ab', 'ac', false], ['ab', 'bb', false], ['ab', 'a', false], ['a', 'ab', false], ['', 'a', false], ['a\0', 'a', false], ['a', 'a\0', false], ['ab', 'ba', false]])('compare %p and %p: %p', (one, other, expected) => {
    expect(constantTimeEqual(Buffer.from(one), Buffer.from(other))).toBe(expected);
  });
});

describe('share keys', () => {
  const context = node.encodeContext({ purpose: 'share', share: 's1' });

  it('are wrapped and unwrapped by either side', async () => {
    const { enc } = await browser.deriveShareKeys(browser.newShareSecret());
    const shareKey = node.newDataKey();
    expect(Buffer.from(await browser.unwrapShareKey(enc, context, node.wrapKey({ version: 1, secret: enc }, context, shareKey)))).toEqual(shareKey);
    expect(node.unwrapKey({ version: 1, secret: enc }, context, await browser.wrapShareKey(enc, context, shareKey))).toEqual(shareKey);
  });

  it('do not open after a change, in another share or with another link', async () => {
    const enc = randomBytes(32);
    const wrapped = await browser.wrapShareKey(enc, context, randomBytes(32));
    for (const bit of bitsOf(wrapped)) {
      await expect(browser.unwrapShareKey(enc, context, flipBit(wrapped, bit))).rejects.toBeInstanceOf(browser.OpenFailure);
    }
    for (const [key, place, bytes] of [[randomBytes(32), context, wrapped], [enc, Buffer.alloc(0), wrapped], [enc, context, wrapped.subarray(1)]] as const) {
      await expect(browser.unwrapShareKey(key, place, bytes)).rejects.toBeInstanceOf(browser.OpenFailure);
    }
  });

  it('are not taken out of what is no wrapped key, whoever sealed it', async () => {
    const enc = randomBytes(32);
    const wrapped = await browser.wrapShareKey(enc, context, randomBytes(32));
    const head = Buffer.from(wrapped.subarray(0, 8));
    expect(head.toString('hex')).toBe(Buffer.from('OKW1').toString('hex') + '00000001');
    expect(wrapped).toHaveLength(112);
    for (const size of [31, 33]) {
      const sealed = await sealChunks(enc, lengthPrefixed(head, context), randomBytes(size));
      await expect(browser.unwrapShareKey(enc, context, concat(head, sealed))).rejects.toThrow(browser.OpenFailure);
    }
  });

  it.each([0, 16, 31, 33])('of %p bytes are not wrapped', async (size) => {
    await expect(browser.wrapShareKey(randomBytes(32), context, randomBytes(size))).rejects.toThrow(RangeError);
  });
});

describe('contexts', () => {
  it('are the same bytes as on the server', () => {
    const name = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/);
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeNat(), fc.uint8Array({ maxLength: 40 }));
    const fields = fc.array(fc.tuple(name, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries));
    fc.assert(fc.property(fields, (record) => expect(Buffer.from(browser.encodeContext(record))).toEqual(node.encodeContext(record))), { numRuns: tries(100) });
  });

  it.each<[string, Record<string, string | number | Uint8Array>, string]>([
    ['nothing', {}, '0000'],
    ['zero', { a: 0 }, '0001' + '0161' + '02' + '00000008' + '0000000000000000'],
    ['the greatest number', { a: Number.MAX_SAFE_INTEGER }, '0001' + '0161' + '02' + '00000008' + '001fffffffffffff'],
    ['a text and bytes', { ab: 'é', c: Uint8Array.of(9) }, '0002' + '026162' + '01' + '00000002' + 'c3a9' + '0163' + '03' + '00000001' + '09'],
  ])('are written as documented: %s', (_what, fields, written) => {
    expect(Buffer.from(browser.encodeContext(fields)).toString('hex')).toBe(written);
  });

  it('take a name of 64 characters', () => {
    expect(browser.encodeContext({ ['a'.repeat(64)]: 0 })[2]).toBe(64);
  });

  it.each([['', 1], ['Upper', 1], ['1a', 1], ['a b', 1], ['a-', 1], ['a'.repeat(65), 1], ['a', -1], ['a', 0.5], ['a', 2 ** 53], ['a', '\ud800']])('refuse %p: %p', (name, value) => {
    expect(() => browser.encodeContext({ [name]: value })).toThrow(TypeError);
  });
});
