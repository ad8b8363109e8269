import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { DecryptionError } from '../errors/decryption.errors.js';
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
