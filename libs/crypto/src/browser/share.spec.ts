import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { bitsOf, flipBit } from '../../test/fixtures.js';
import { type Argon2id, deriveShareKeys, OpenFailure, openShare, sealShare, type ShareFacts } from './index.js';
import { pad, unpad } from './padding.js';

const FACTS: ShareFacts = { sharerId: randomUUID(), fromMessageId: randomUUID(), toMessageId: randomUUID(), expiresAt: 1_800_000_000_000, maxViews: 5 };
const SNAPSHOT = Buffer.from('{"title":"t"}');
/** Cheap: what argon2id gives is for the suite of share keys to say. */
const quick: Argon2id = ({ password, salt }) => Promise.resolve(createHmac('sha256', salt).update(password).digest());

describe('a share', () => {
  it('opens with its link', async () => {
    const sealed = await sealShare(FACTS, SNAPSHOT);
    const { enc, auth } = await deriveShareKeys(sealed.secret);
    expect(Buffer.from(await openShare(enc, FACTS, sealed))).toEqual(SNAPSHOT);
    expect(Buffer.from(sealed.authHash).toString('hex')).toBe(Buffer.from(await crypto.subtle.digest('SHA-256', auth)).toString('hex'));
  });

  it('opens with link and password together, and with neither of them alone', async () => {
    const password = { text: 'pass', argon2id: quick };
    const sealed = await sealShare(FACTS, SNAPSHOT, password);
    expect(Buffer.from(await openShare((await deriveShareKeys(sealed.secret, password)).enc, FACTS, sealed))).toEqual(SNAPSHOT);
    for (const keys of [deriveShareKeys(sealed.secret), deriveShareKeys(sealed.secret, { ...password, text: 'Pass' }), deriveShareKeys(randomBytes(32), password)]) {
      await expect(openShare((await keys).enc, FACTS, sealed)).rejects.toThrow(OpenFailure);
    }
  });

  it.each<Partial<ShareFacts>>([{ sharerId: randomUUID() }, { fromMessageId: randomUUID() }, { toMessageId: randomUUID() }, { expiresAt: null }, { expiresAt: 1_900_000_000_000 }, { maxViews: null }, { maxViews: 6 }])('does not open with other facts: %p', async (change) => {
    const sealed = await sealShare(FACTS, SNAPSHOT);
    await expect(openShare((await deriveShareKeys(sealed.secret)).enc, { ...FACTS, ...change }, sealed)).rejects.toThrow(OpenFailure);
  });

  it('does not open with the key or the content of another share of the same link holder', async () => {
    const [one, two] = await Promise.all([sealShare(FACTS, SNAPSHOT), sealShare(FACTS, SNAPSHOT)]);
    const { enc } = await deriveShareKeys(one.secret);
    await expect(openShare(enc, FACTS, { ...one, content: two.content })).rejects.toThrow(OpenFailure);
    await expect(openShare(enc, FACTS, { ...two, content: one.content })).rejects.toThrow(OpenFailure);
  });

  it('does not open after a change of any bit of its key', async () => {
    const sealed = await sealShare(FACTS, SNAPSHOT);
    const { enc } = await deriveShareKeys(sealed.secret);
    for (const bit of bitsOf(sealed.wrappedKey)) {
      await expect(openShare(enc, FACTS, { ...sealed, wrappedKey: Uint8Array.from(flipBit(Buffer.from(sealed.wrappedKey), bit)) })).rejects.toThrow(OpenFailure);
    }
  });

  it('has a new secret and a new key each time', async () => {
    const [one, two] = await Promise.all([sealShare(FACTS, SNAPSHOT), sealShare(FACTS, SNAPSHOT)]);
    for (const part of ['secret', 'authHash', 'wrappedKey', 'content'] as const) expect(Buffer.from(one[part])).not.toEqual(Buffer.from(two[part]));
  });

  it('shows of its length only how many 256 bytes it fills', async () => {
    const length = async (size: number) => (await sealShare(FACTS, Buffer.alloc(size, 'x'))).content.length;
    expect(new Set(await Promise.all([0, 1, 100, 252].map(length))).size).toBe(1);
    expect((await length(253)) - (await length(252))).toBe(256);
  });
});

describe('padding', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1100 }), (bytes) => {
        expect(pad(bytes).length % 256).toBe(0);
        expect(unpad(pad(bytes))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it('is only what it writes', () => {
    const padded = pad(Buffer.from('hello'));
    const changed = (at: number, value: number) => Uint8Array.from(padded, (byte, index) => (index === at ? value : byte));
    for (const wrong of [new Uint8Array(), padded.subarray(1), changed(255, 1), changed(0, 255), changed(2, 1), new Uint8Array(512)]) expect(() => unpad(wrong)).toThrow(RangeError);
  });

  it('is the length, the bytes and zeros up to a multiple of 256', () => {
    expect(Buffer.from(pad(Buffer.from('hello'))).toString('hex')).toBe('00000005' + '68656c6c6f' + '00'.repeat(247));
    expect([0, 252, 253, 508, 509].map((size) => pad(new Uint8Array(size)).length)).toEqual([256, 256, 512, 512, 768]);
  });

  it.each([0, 1, 252, 253, 508])('gives back %d bytes that are not zeros, also out of a larger array', (size) => {
    const bytes = new Uint8Array(size).fill(7);
    const padded = pad(bytes);
    const around = new Uint8Array(padded.length + 8).fill(9);
    around.set(padded, 3);
    expect(unpad(around.subarray(3, 3 + padded.length))).toEqual(bytes);
  });

  it('is refused in a block too many or too few, and with any byte behind its end', () => {
    const padded = pad(new Uint8Array(252).fill(7));
    expect(() => unpad(Buffer.concat([padded, new Uint8Array(256)]))).toThrow(RangeError);
    expect(() => unpad(pad(new Uint8Array(253)).subarray(0, 256))).toThrow(RangeError);
    expect(() => unpad(Buffer.concat([padded, new Uint8Array(1)]))).toThrow(RangeError);
    const early = pad(Buffer.from('hello'));
    early[9] = 1;
    expect(() => unpad(early)).toThrow(RangeError);
  });
});
