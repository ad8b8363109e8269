import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { bitsOf, chatContext, flipBit, hex, thrownBy, vectors } from '../../test/fixtures.js';
import { ChunkSealer } from '../chunked/chunk-sealer.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { deriveKey } from './derive-key.js';
import { unwrapKey, WRAPPED_KEY_BYTES, wrapKey, wrappedKeyVersion } from './key-wrap.js';

const kek = (version = 1) => ({ version, secret: randomBytes(32) });

describe('wrapKey and unwrapKey', () => {
  it('round-trip any key and carry the version', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(0xffffffff), fc.uint8Array(), (dek, version, context) => {
        const wrapping = kek(version);
        const wrapped = wrapKey(wrapping, context, dek);
        expect(unwrapKey(wrapping, context, wrapped)).toEqual(Buffer.from(dek));
        expect(wrappedKeyVersion(wrapped)).toBe(version);
        expect(wrapped.length).toBe(WRAPPED_KEY_BYTES);
      }),
    );
  });

  it('refuse every flipped bit and every cut', () => {
    const wrapping = kek();
    const wrapped = wrapKey(wrapping, chatContext, randomBytes(32));
    for (const bit of bitsOf(wrapped)) {
      expect(thrownBy(() => unwrapKey(wrapping, chatContext, flipBit(wrapped, bit)))).toBeInstanceOf(DecryptionError);
    }
    for (let length = 0; length < wrapped.length; length += 1) {
      expect(thrownBy(() => unwrapKey(wrapping, chatContext, wrapped.subarray(0, length)))).toBeInstanceOf(DecryptionError);
    }
  });

  it('refuse another context, secret or version', () => {
    const wrapping = kek();
    const wrapped = wrapKey(wrapping, chatContext, randomBytes(32));
    const relabelled = Buffer.from(wrapped);
    relabelled.writeUInt32BE(2, 4);
    const attempts = [
      () => unwrapKey(wrapping, Buffer.from('elsewhere'), wrapped),
      () => unwrapKey(kek(), chatContext, wrapped),
      () => unwrapKey({ ...wrapping, version: 2 }, chatContext, wrapped),
      () => unwrapKey({ ...wrapping, version: 2 }, chatContext, relabelled),
    ];
    for (const attempt of attempts) expect(thrownBy(attempt)).toBeInstanceOf(DecryptionError);
  });

  it.each([0, 16, 31, 33])('wrap no key of %p bytes', (length) => {
    expect(() => wrapKey(kek(), chatContext, randomBytes(length))).toThrow(new RangeError('a data key has 32 bytes'));
  });

  it('tell the version of wrapped keys alone', () => {
    const wrapped = wrapKey(kek(7), chatContext, randomBytes(32));
    expect(wrappedKeyVersion(wrapped)).toBe(7);
    const others = [wrapped.subarray(0, -1), Buffer.concat([wrapped, Buffer.alloc(1)]), wrapped.subarray(0, 8), flipBit(wrapped, 0), flipBit(wrapped, 31), Buffer.alloc(wrapped.length)];
    for (const other of others) expect(thrownBy(() => wrappedKeyVersion(other))).toBeInstanceOf(DecryptionError);
  });

  it.each(vectors<Record<'kek' | 'context' | 'dek' | 'wrapped', string> & { version: number }>('key-wrap.json'))('agree with vector version $version', (vector) => {
    const wrapping = { version: vector.version, secret: hex(vector.kek) };
    expect(unwrapKey(wrapping, hex(vector.context), hex(vector.wrapped)).toString('hex')).toBe(vector.dek);
  });

  it('do not open a bare chunked message as a key', () => {
    const wrapping = kek();
    const head = Buffer.from('4f4b573100000001', 'hex');
    const body = new ChunkSealer(wrapping.secret, chatContext).update(randomBytes(32), true);
    expect(thrownBy(() => unwrapKey(wrapping, chatContext, Buffer.concat([head, ...body])))).toBeInstanceOf(DecryptionError);
  });
});

describe('deriveKey', () => {
  it('gives the same 32 bytes for the same secret and info, others for any other', () => {
    const secret = randomBytes(32);
    const derived = deriveKey(secret, Buffer.from('a'));
    expect(derived.length).toBe(32);
    expect(deriveKey(secret, Buffer.from('a'))).toEqual(derived);
    expect(deriveKey(secret, Buffer.from('b'))).not.toEqual(derived);
    expect(deriveKey(randomBytes(32), Buffer.from('a'))).not.toEqual(derived);
  });
});
