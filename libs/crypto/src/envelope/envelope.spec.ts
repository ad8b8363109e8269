import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { bitsOf, chatContext, contentKey, flipBit, thrownBy, tries, upTo } from '../../test/fixtures.js';
import { encodeContext } from '../context/context.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { openBytes, readEnvelopeHeader, sealBytes } from './envelope.js';

const CHUNK = 16_384;
const SEALED_CHUNK = CHUNK + 16;
const HEADS = 93;

describe('sealBytes and openBytes', () => {
  it.each([0, 1, 1024, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 17])('round-trips %p bytes', (size) => {
    const key = contentKey();
    const plaintext = randomBytes(size);
    const sealed = sealBytes(key.secret, key, chatContext, plaintext);
    expect(openBytes(key.secret, chatContext, sealed).equals(plaintext)).toBe(true);
    expect(sealed.length).toBe(HEADS + size + 16 * (Math.floor(size / CHUNK) + 1));
  });

  it('round-trips any message in any context', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 100 }), (plaintext, context) => {
        const key = contentKey();
        expect(openBytes(key.secret, context, sealBytes(key.secret, key, context, plaintext))).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('gives other bytes for the same message each time', () => {
    const key = contentKey();
    const message = Buffer.from('hello');
    expect(sealBytes(key.secret, key, chatContext, message)).not.toEqual(sealBytes(key.secret, key, chatContext, message));
  });

  it('leaves the key and the plaintext untouched', () => {
    const key = contentKey();
    const [secret, plaintext] = [Buffer.from(key.secret), Buffer.from('hello')];
    openBytes(key.secret, chatContext, sealBytes(key.secret, key, chatContext, plaintext));
    expect(key.secret).toEqual(secret);
    expect(plaintext.toString()).toBe('hello');
  });

  it('refuses to seal under a key of another length', () => {
    expect(() => sealBytes(randomBytes(16), contentKey(), chatContext, Buffer.alloc(1))).toThrow(RangeError);
  });
});

describe('a changed envelope', () => {
  const key = contentKey();
  const expectRefused = (sealed: Uint8Array, context: Uint8Array = chatContext) => {
    expect(thrownBy(() => openBytes(key.secret, context, sealed))).toBeInstanceOf(DecryptionError);
  };

  it('is refused for every flipped bit of 1 KiB', () => {
    const sealed = sealBytes(key.secret, key, chatContext, randomBytes(1024));
    for (const bit of bitsOf(sealed)) expectRefused(flipBit(sealed, bit));
  });

  it('is refused when cut at any byte of 1 KiB', () => {
    const sealed = sealBytes(key.secret, key, chatContext, randomBytes(1024));
    for (const length of upTo(sealed.length)) expectRefused(sealed.subarray(0, length));
  });

  it.each([0, 1, 2, 3])('is refused when cut behind chunk %p', (chunks) => {
    const sealed = sealBytes(key.secret, key, chatContext, randomBytes(4 * CHUNK + 5));
    expectRefused(sealed.subarray(0, HEADS + chunks * SEALED_CHUNK));
  });

  it('is refused when chunks are swapped, doubled or dropped', () => {
    const sealed = sealBytes(key.secret, key, chatContext, randomBytes(3 * CHUNK + 5));
    const head = sealed.subarray(0, HEADS);
    const chunk = (number: number) => sealed.subarray(HEADS + number * SEALED_CHUNK, HEADS + (number + 1) * SEALED_CHUNK);
    for (const order of [[1, 0, 2, 3], [0, 0, 2, 3], [0, 2, 3], [0, 1, 2, 2, 3], [0, 1, 2, 3, 3], [3]]) {
      expectRefused(Buffer.concat([head, ...order.map(chunk)]));
    }
    expect(openBytes(key.secret, chatContext, Buffer.concat([head, ...[0, 1, 2, 3].map(chunk)])).length).toBe(3 * CHUNK + 5);
  });

  it('is refused with bytes behind its end', () => {
    expectRefused(Buffer.concat([sealBytes(key.secret, key, chatContext, randomBytes(10)), Buffer.from([0])]));
    expectRefused(Buffer.concat([sealBytes(key.secret, key, chatContext, Buffer.alloc(0)), randomBytes(16)]));
  });

  it('is refused for any random change', () => {
    const sealed = sealBytes(key.secret, key, chatContext, randomBytes(200));
    const change = fc.tuple(fc.nat(sealed.length), fc.nat(20), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(change, ([at, removed, added]) => {
        const changed = Buffer.concat([sealed.subarray(0, at), added, sealed.subarray(at + removed)]);
        fc.pre(!changed.equals(sealed));
        expectRefused(changed);
      }),
      { numRuns: tries(2000) },
    );
  });

  it('is refused for random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectRefused(bytes)), { numRuns: tries(500) });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectRefused(Buffer.concat([Buffer.from('OCE1'), bytes]))));
  });
});

describe('a moved envelope', () => {
  const key = contentKey();
  const message = Buffer.from('hello');
  const error = (secret: Uint8Array, context: Uint8Array) =>
    thrownBy(() => openBytes(secret, context, sealBytes(key.secret, key, chatContext, message)));

  it.each([
    ['another sequence number', encodeContext({ purpose: 'chat', chat: 'c1', seq: 8 })],
    ['another chat', encodeContext({ purpose: 'chat', chat: 'c2', seq: 7 })],
    ['another purpose', encodeContext({ purpose: 'file', chat: 'c1', seq: 7 })],
    ['an empty context', Buffer.alloc(0)],
  ])('does not open in %s', (_name, context) => {
    expect(error(key.secret, context)).toBeInstanceOf(DecryptionError);
  });

  it('does not open under another secret', () => {
    for (const size of [0, 16, 31, 32, 33]) expect(error(randomBytes(size), chatContext)).toBeInstanceOf(DecryptionError);
  });

  it('does not open when its header is rewritten to another epoch', () => {
    const sealed = sealBytes(key.secret, key, chatContext, message);
    const nextEpoch = Buffer.from(sealed);
    nextEpoch.writeUInt32BE(2, 33);
    expect(readEnvelopeHeader(nextEpoch).epoch).toBe(2);
    expect(thrownBy(() => openBytes(key.secret, chatContext, nextEpoch))).toBeInstanceOf(DecryptionError);
  });

  it('fails the same way for every reason', () => {
    const sealed = sealBytes(key.secret, key, chatContext, message);
    const unknownSuite = Buffer.from(sealed);
    unknownSuite.writeUInt16BE(0x0030, 9);
    const errors = [
      error(randomBytes(32), chatContext),
      error(key.secret, Buffer.alloc(0)),
      thrownBy(() => openBytes(key.secret, chatContext, unknownSuite)),
      thrownBy(() => openBytes(key.secret, chatContext, sealed.subarray(0, 40))),
      thrownBy(() => openBytes(key.secret, chatContext, flipBit(sealed, sealed.length * 8 - 1))),
    ] as DecryptionError[];
    expect(new Set(errors.map(({ name, code, message: text, cause }) => JSON.stringify([name, code, text, cause]))).size).toBe(1);
    expect(errors[0]!.code).toBe('DECRYPTION_FAILED');
  });
});

describe('readEnvelopeHeader', () => {
  it('tells which key an envelope needs', () => {
    const key = contentKey({ epoch: 5 });
    const sealed = sealBytes(key.secret, key, chatContext, Buffer.from('hello'));
    expect(readEnvelopeHeader(sealed)).toEqual({ suite: 0x20, keyId: key.keyId, epoch: 5 });
  });

  it.each([0, 3, 5, 6, 36])('refuses the first %p bytes of an envelope', (length) => {
    const sealed = sealBytes(randomBytes(32), contentKey(), chatContext, Buffer.from('hello'));
    expect(thrownBy(() => readEnvelopeHeader(sealed.subarray(0, length)))).toBeInstanceOf(DecryptionError);
  });
});
