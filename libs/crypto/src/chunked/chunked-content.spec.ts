import { randomBytes } from 'node:crypto';
import { bitsOf, flipBit, upTo } from '../../test/fixtures.js';
import { chunkedContent } from './chunked-content.js';

describe('chunked content', () => {
  const context = Buffer.from('context');

  it('opens what it sealed', () => {
    const secret = randomBytes(32);
    const sealed = Buffer.concat(chunkedContent.createSealer(secret, context).update(Buffer.from('hello'), true));
    expect(Buffer.concat(chunkedContent.createOpener(secret, context).update(sealed, true)).toString()).toBe('hello');
  });

  it('does not continue a message that has ended', () => {
    const secret = randomBytes(32);
    const sealer = chunkedContent.createSealer(secret, context);
    const sealed = Buffer.concat(sealer.update(Buffer.from('hello'), true));
    expect(() => sealer.update(Buffer.from('more'), true)).toThrow('the message has ended');
    const opener = chunkedContent.createOpener(secret, context);
    opener.update(sealed, true);
    expect(() => opener.update(sealed, true)).toThrow('the message has ended');
  });

  it('does not work on after it was closed', () => {
    const sealer = chunkedContent.createSealer(randomBytes(32), context);
    sealer.close();
    expect(() => sealer.update(Buffer.from('hello'), true)).toThrow('the message has ended');
  });

  it.each([0, 1, 16_383, 16_384, 40_000])('seals %p bytes whole and in parts alike', (size) => {
    const [secret, plaintext] = [randomBytes(32), randomBytes(size)];
    const whole = Buffer.concat(chunkedContent.seal(secret, context, plaintext));
    expect(plaintext.equals(Buffer.concat(chunkedContent.createOpener(secret, context).update(whole, true)))).toBe(true);
    const parts = Buffer.concat(chunkedContent.createSealer(secret, context).update(plaintext, true));
    expect(chunkedContent.open(secret, context, parts).equals(plaintext)).toBe(true);
  });

  it.each([7, 55, 56, 57, 5000, 16_384, 16_399, 16_400, 16_401, 40_000])('is sealed and opened in pieces of %p bytes as at once', (size) => {
    const [secret, plaintext] = [randomBytes(32), randomBytes(2 * 16_384 + 9)];
    const inPieces = (bytes: Buffer, step: ReturnType<typeof chunkedContent.createSealer>) => {
      const out: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) out.push(...step.update(bytes.subarray(at, at + size), false).map((piece) => Buffer.from(piece)));
      return Buffer.concat([...out, ...step.update(Buffer.alloc(0), true)]);
    };
    const sealed = inPieces(plaintext, chunkedContent.createSealer(secret, context));
    expect(sealed).toHaveLength(56 + plaintext.length + 3 * 16);
    expect(chunkedContent.open(secret, context, sealed).equals(plaintext)).toBe(true);
    expect(inPieces(sealed, chunkedContent.createOpener(secret, context)).equals(plaintext)).toBe(true);
  });

  it('gives out salt and commitment with the first bytes alone, and nothing of an opened message before its head is whole', () => {
    const secret = randomBytes(32);
    const sealer = chunkedContent.createSealer(secret, context);
    expect(sealer.update(Buffer.alloc(0), false).map(({ length }) => length)).toEqual([24, 32]);
    expect(sealer.update(Buffer.from('hi'), false)).toEqual([]);
    const opener = chunkedContent.createOpener(secret, context);
    expect(opener.update(randomBytes(55), false)).toEqual([]);
    expect(() => opener.update(randomBytes(1), false)).toThrow();
  });

  it.each([0, 23, 55])('is refused as a stream that ends after %p bytes', (length) => {
    expect(() => chunkedContent.createOpener(randomBytes(32), context).update(randomBytes(length), true)).toThrow(/truncated/);
  });

  it('does not open after it was closed', () => {
    const secret = randomBytes(32);
    const opener = chunkedContent.createOpener(secret, context);
    opener.close();
    expect(() => opener.update(Buffer.concat(chunkedContent.seal(secret, context, Buffer.from('hello'))), true)).toThrow();
  });

  it('does not open after a change of any bit, at once or as a stream', () => {
    const secret = randomBytes(32);
    const sealed = Buffer.concat(chunkedContent.seal(secret, context, Buffer.from('hello')));
    for (const bit of bitsOf(sealed)) {
      expect(() => chunkedContent.open(secret, context, flipBit(sealed, bit))).toThrow();
      expect(() => chunkedContent.createOpener(secret, context).update(flipBit(sealed, bit), true)).toThrow();
    }
    for (const length of upTo(sealed.length)) expect(() => chunkedContent.open(secret, context, sealed.subarray(0, length))).toThrow();
  });

  it('does not open when it ends between two chunks, goes on behind its end, or has chunks in another order', () => {
    const secret = randomBytes(32);
    const sealed = Buffer.concat(chunkedContent.seal(secret, context, randomBytes(2 * 16_384)));
    const at = (number: number) => sealed.subarray(56 + number * 16_400, 56 + (number + 1) * 16_400);
    const [head, one, two, end] = [sealed.subarray(0, 56), at(0), at(1), at(2)];
    expect(end).toHaveLength(16);
    for (const wrong of [[head], [head, one], [head, one, two], [head, two, one, end], [head, one, two, end, end], [head, one, end]]) {
      expect(() => chunkedContent.open(secret, context, Buffer.concat(wrong))).toThrow();
      expect(() => chunkedContent.createOpener(secret, context).update(Buffer.concat(wrong), true)).toThrow();
    }
  });

  it('does not open when only its commitment is another one', () => {
    const secret = randomBytes(32);
    const sealed = Buffer.concat(chunkedContent.seal(secret, context, Buffer.from('hello')));
    expect(() => chunkedContent.open(secret, context, flipBit(sealed, 8 * 55))).toThrow(/commitment/);
  });

  it.each([0, 23, 55, 56, 71])('does not open the first %p bytes of a message', (length) => {
    const secret = randomBytes(32);
    const sealed = Buffer.concat(chunkedContent.seal(secret, context, Buffer.from('hello')));
    expect(() => chunkedContent.open(secret, context, sealed.subarray(0, length))).toThrow();
  });
});
