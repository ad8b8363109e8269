import { chatContext, contentKey, flipBit, thrownBy } from '../../test/fixtures.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { sealBytes } from './envelope.js';
import { EnvelopeOpener } from './envelope-opener.js';
import { envelopeSealer } from './envelope-sealer.js';

const HEADER_BYTES = 37;

function sealed() {
  const key = contentKey();
  return { key, envelope: sealBytes(key.secret, key, chatContext, Buffer.from('hello')), opener: new EnvelopeOpener(key.secret, chatContext) };
}

describe('EnvelopeOpener', () => {
  it('opens what comes byte by byte', () => {
    const { envelope, opener } = sealed();
    const out = [...envelope].flatMap((byte) => opener.update(Buffer.of(byte), false));
    expect(Buffer.concat([...out, ...opener.update(Buffer.alloc(0), true)]).toString()).toBe('hello');
  });

  it.each([0, 5, 6, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 56])('refuses an end after %d bytes', (length) => {
    const { envelope, opener } = sealed();
    expect(thrownBy(() => opener.update(envelope.subarray(0, length), true))).toBeInstanceOf(DecryptionError);
  });

  it('refuses everything after its first fault, and after its end', () => {
    const { envelope, opener } = sealed();
    expect(thrownBy(() => opener.update(Buffer.from('no envelope'), false))).toBeInstanceOf(DecryptionError);
    expect(thrownBy(() => opener.update(envelope, true))).toBeInstanceOf(DecryptionError);
    const other = sealed();
    other.opener.update(other.envelope, true);
    expect(thrownBy(() => other.opener.update(Buffer.alloc(0), false))).toBeInstanceOf(DecryptionError);
  });

  it('gives out no chunk behind a damaged one', () => {
    const key = contentKey();
    const envelope = sealBytes(key.secret, key, chatContext, Buffer.alloc(2 * 16_384 + 5));
    const opener = new EnvelopeOpener(key.secret, chatContext);
    const second = HEADER_BYTES + 56 + 16_400;
    expect(thrownBy(() => opener.update(flipBit(envelope.subarray(0, second), 8 * (second - 1)), false))).toBeInstanceOf(DecryptionError);
    expect(thrownBy(() => opener.update(envelope.subarray(second, second + 16_400), false))).toBeInstanceOf(DecryptionError);
  });

  it('opens nothing after it was closed, at the beginning or within a message', () => {
    for (const begun of [0, 60]) {
      const { envelope, opener } = sealed();
      opener.update(envelope.subarray(0, begun), false);
      opener.close();
      expect(thrownBy(() => opener.update(envelope.subarray(begun), true))).toBeInstanceOf(DecryptionError);
    }
  });

  it('keeps a copy of the secret that the caller may wipe', () => {
    const { key, envelope, opener } = sealed();
    key.secret.fill(0);
    expect(Buffer.concat(opener.update(envelope, true)).toString()).toBe('hello');
  });
});

describe('envelopeSealer', () => {
  it('writes the header once, with the first bytes', () => {
    const key = contentKey();
    const sealer = envelopeSealer(key.secret, key, chatContext);
    expect(sealer.update(Buffer.alloc(0), false).map(({ length }) => length)).toEqual([HEADER_BYTES, 24, 32]);
    expect(sealer.update(Buffer.from('hi'), true).map(({ length }) => length)).toEqual([2, 16]);
  });

  it('seals nothing after it was closed', () => {
    const key = contentKey();
    const sealer = envelopeSealer(key.secret, key, chatContext);
    sealer.close();
    expect(() => sealer.update(Buffer.from('hi'), true)).toThrow();
  });
});
