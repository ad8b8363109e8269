import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { chatContext, contentKey, flipBit, hex, vectors } from '../../test/fixtures.js';
import * as node from '../index.js';
import * as browser from './index.js';

const CHUNK = 16_384;
const SEALED_CHUNK = CHUNK + 16;

describe('envelopes', () => {
  it.each([0, 1, 1024, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])('of %p bytes go from the server to the browser and back', async (size) => {
    const [key, plaintext] = [contentKey({ epoch: 7 }), randomBytes(size)];
    const opened = await browser.openBytes(key.secret, chatContext, node.sealBytes(key.secret, key, chatContext, plaintext));
    expect(Buffer.from(opened)).toEqual(plaintext);
    const sealed = await browser.sealBytes(key.secret, key, chatContext, plaintext);
    expect(node.openBytes(key.secret, chatContext, sealed)).toEqual(plaintext);
    expect(node.readEnvelopeHeader(sealed)).toEqual({ suite: 0x20, keyId: key.keyId, epoch: 7 });
  });

  it('do not open after a change of any bit or a cut', async () => {
    const key = contentKey();
    const sealed = node.sealBytes(key.secret, key, chatContext, randomBytes(60));
    // The header is bound, but its ids are not the browser's to judge: only the server knows which key it asked for.
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      await expect(browser.openBytes(key.secret, chatContext, flipBit(sealed, bit))).rejects.toBeInstanceOf(browser.OpenFailure);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      await expect(browser.openBytes(key.secret, chatContext, sealed.subarray(0, length))).rejects.toBeInstanceOf(browser.OpenFailure);
    }
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

  it.each(['', 'abc', randomUUID().toUpperCase()])('are not written for the key id "%s"', async (keyId) => {
    await expect(browser.sealBytes(randomBytes(32), { keyId, epoch: 1 }, chatContext, Buffer.alloc(1))).rejects.toThrow(TypeError);
  });

  it.each(vectors<Record<'secret' | 'context' | 'plaintextSha256', string> & { sealed: string | null }>('envelope-0020.json').filter(({ sealed }) => sealed))('open the own vectors', async (vector) => {
    const opened = await browser.openBytes(hex(vector.secret), hex(vector.context), hex(vector.sealed!));
    expect(node.sha256(opened).toString('hex')).toBe(vector.plaintextSha256);
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
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      await expect(browser.unwrapShareKey(enc, context, flipBit(wrapped, bit))).rejects.toBeInstanceOf(browser.OpenFailure);
    }
    for (const [key, place, bytes] of [[randomBytes(32), context, wrapped], [enc, Buffer.alloc(0), wrapped], [enc, context, wrapped.subarray(1)]] as const) {
      await expect(browser.unwrapShareKey(key, place, bytes)).rejects.toBeInstanceOf(browser.OpenFailure);
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
    fc.assert(fc.property(fields, (record) => expect(Buffer.from(browser.encodeContext(record))).toEqual(node.encodeContext(record))));
  });

  it.each([['Upper', 1], ['a', -1], ['a', 0.5], ['a', '\ud800']])('refuse %p: %p', (name, value) => {
    expect(() => browser.encodeContext({ [name]: value })).toThrow(TypeError);
  });
});

describe('the browser module', () => {
  /** Every file that is reached from browser/index.ts. */
  function reached(file: string, found = new Map<string, string>()): Map<string, string> {
    if (found.has(file)) return found;
    const source = readFileSync(file, 'utf8');
    found.set(file, source);
    for (const [, target] of source.matchAll(/from '(\.[^']+)\.js'/g)) reached(path.join(path.dirname(file), `${target}.ts`), found);
    return found;
  }

  it('uses nothing of Node', () => {
    const files = reached(path.join(__dirname, 'index.ts'));
    expect(files.size).toBeGreaterThanOrEqual(readdirSync(__dirname).filter((name) => !name.includes('.spec.')).length);
    for (const [file, source] of files) {
      expect([file, /from '[^.]|\bBuffer\b|\bprocess\.|\brequire\(/.test(source)]).toEqual([file, false]);
    }
  });
});
