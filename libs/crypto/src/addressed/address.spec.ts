import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { DecryptionError } from '../errors/decryption.errors.js';
import { decodeTlv } from '../envelope/tlv.js';
import { frameHeader, PREFIX_BYTES } from '../envelope/header-frame.js';
import { decodeAddress, encodeAddress, type EnvelopeAddress } from './address.js';
import { readEnvelopeAddress } from './layout.js';

const address: EnvelopeAddress = {
  suite: 0x0010,
  keyId: '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a',
  keyVersion: 2,
  sender: 'vault',
  recipient: 'app:ai',
  created: 1_767_225_600_000,
  expires: 1_767_225_660_000,
  id: '6d3b1b1e-58a5-4f0c-8a2e-1c9d0e7f6a5b',
  signerKeyId: '9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b',
};
const names = fc.stringMatching(/^[a-z0-9][a-z0-9:._@/+-]{0,63}$/);

describe('envelope address', () => {
  it('reads back every value that it can write', () => {
    const any = fc.record({
      suite: fc.nat(0xffff), keyId: fc.uuid(), keyVersion: fc.nat(0xffffffff), sender: names, recipient: names,
      created: fc.maxSafeNat(), expires: fc.maxSafeNat(), id: fc.uuid(), signerKeyId: fc.uuid(),
    });
    fc.assert(fc.property(any, (value) => expect(decodeAddress(encodeAddress(value))).toEqual(value)));
  });

  it.each([
    ['a name in capitals', { sender: 'Vault' }],
    ['an empty name', { recipient: '' }],
    ['a name with a space', { recipient: 'app ai' }],
    ['a name that begins with a sign', { recipient: ':ai' }],
    ['a name that ends with a capital', { sender: 'vaulT' }],
    ['a name with a line behind it', { sender: 'vault\n' }],
    ['a name of 65 characters', { sender: 'a'.repeat(65) }],
    ['a letter that looks like another', { sender: 'v\u0430ult' }],
    ['a negative time', { created: -1 }],
    ['a time with a fraction', { expires: 0.5 }],
    ['a time beyond 2^53', { expires: 2 ** 53 }],
    ['an id in capitals', { id: randomUUID().toUpperCase() }],
    ['a version beyond u32', { keyVersion: 2 ** 32 }],
  ])('is not written with %s', (_name, change) => {
    expect(() => encodeAddress({ ...address, ...change })).toThrow();
  });

  it.each([
    ['the shortest names', { sender: 'a', recipient: '0' }],
    ['the longest names', { sender: 'a'.repeat(64), recipient: `0${':._@/+-'.repeat(9)}` }],
    ['the least times', { created: 0, expires: 0 }],
    ['the greatest times', { created: Number.MAX_SAFE_INTEGER, expires: Number.MAX_SAFE_INTEGER }],
  ])('is written with %s', (_name, change) => {
    expect(decodeAddress(encodeAddress({ ...address, ...change }))).toEqual({ ...address, ...change });
  });

  it.each([
    ['2^53', 2n ** 53n],
    ['2^64 - 1', 2n ** 64n - 1n],
  ])('is refused with a time of %s', (_name, time) => {
    const encoded = encodeAddress(address);
    encoded.writeBigUInt64BE(time, encoded.indexOf(Buffer.from('080008', 'hex')) + 3);
    expect(() => decodeAddress(encoded)).toThrow(RangeError);
  });

  const tags = Array.from({ length: 10 }, (_, at) => (at < 2 ? at + 1 : at + 2));

  it.each(tags)('is refused when field %d is shorter, longer or missing', (tag) => {
    const fields = [...decodeTlv(encodeAddress(address).subarray(PREFIX_BYTES))];
    const isName = tag === 5 || tag === 6;
    const withField = (change: (value: Buffer) => Buffer[]) => frameHeader(fields.flatMap(([at, value]) => (at === tag ? change(value).map((part) => [at, part] as const) : [[at, value] as const])));
    expect(decodeAddress(withField((value) => [value]))).toEqual(address);
    expect(() => decodeAddress(withField((value) => [isName ? Buffer.alloc(0) : value.subarray(1)]))).toThrow(RangeError);
    expect(() => decodeAddress(withField((value) => [Buffer.concat([value, Buffer.alloc(isName ? 65 - value.length : 1, 'a')])]))).toThrow(RangeError);
    expect(() => decodeAddress(withField(() => []))).toThrow(RangeError);
  });

  it('is read only in the exact form in which it is written', () => {
    const encoded = encodeAddress(address);
    for (let byte = 0; byte < encoded.length; byte += 1) {
      const changed = Buffer.from(encoded);
      changed[byte]! ^= 0xff;
      let read: EnvelopeAddress | undefined;
      try {
        read = decodeAddress(changed);
      } catch {
        continue;
      }
      // decodeAddress looks at the fields, headerLength at what stands before them.
      if (byte >= 6) expect(encodeAddress(read)).toEqual(changed);
    }
  });

  it('is refused with a flag that nobody knows', () => {
    const encoded = encodeAddress(address);
    const flags = encoded.indexOf(Buffer.from('0900020000', 'hex'));
    encoded.writeUInt16BE(1, flags + 3);
    expect(() => decodeAddress(encoded)).toThrow(RangeError);
  });

  it('is read from an envelope before anything is known about it', () => {
    expect(readEnvelopeAddress(Buffer.concat([encodeAddress(address), Buffer.alloc(500)]))).toEqual(address);
    expect(() => readEnvelopeAddress(Buffer.from('OCE1'))).toThrow(DecryptionError);
    expect(() => readEnvelopeAddress(encodeAddress(address).subarray(0, 80))).toThrow(DecryptionError);
  });
});
