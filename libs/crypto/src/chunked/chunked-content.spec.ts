import { randomBytes } from 'node:crypto';
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
    expect(() => sealer.update(Buffer.from('more'), true)).toThrow();
    const opener = chunkedContent.createOpener(secret, context);
    opener.update(sealed, true);
    expect(() => opener.update(sealed, true)).toThrow();
  });

  it('does not work on after it was closed', () => {
    const sealer = chunkedContent.createSealer(randomBytes(32), context);
    sealer.close();
    expect(() => sealer.update(Buffer.from('hello'), true)).toThrow();
  });

  it.each([0, 1, 16_383, 16_384, 40_000])('seals %p bytes whole and in parts alike', (size) => {
    const [secret, plaintext] = [randomBytes(32), randomBytes(size)];
    const whole = Buffer.concat(chunkedContent.seal(secret, context, plaintext));
    expect(plaintext.equals(Buffer.concat(chunkedContent.createOpener(secret, context).update(whole, true)))).toBe(true);
    const parts = Buffer.concat(chunkedContent.createSealer(secret, context).update(plaintext, true));
    expect(chunkedContent.open(secret, context, parts).equals(plaintext)).toBe(true);
  });

  it.each([0, 23, 55, 56, 71])('does not open the first %p bytes of a message', (length) => {
    const secret = randomBytes(32);
    const sealed = Buffer.concat(chunkedContent.seal(secret, context, Buffer.from('hello')));
    expect(() => chunkedContent.open(secret, context, sealed.subarray(0, length))).toThrow();
  });
});
