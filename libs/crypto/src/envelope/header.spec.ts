import fc from 'fast-check';
import { hex } from '../../test/fixtures.js';
import { decodeHeader, decodeSuite, encodeHeader } from './header.js';
import { newDataKey } from './data-key.js';
import { headerLength, headerOf, uuidBytes, uuidText } from './header-frame.js';

const keyId = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';
const SUITE = '01000200' + '20';
const KEY = '0200100b8f2a4e5d1c4c3b9a673f2e1d0c9b8a';
const EPOCH = '03000400000001';

function withFields(fields: string): Buffer {
  const length = (fields.length / 2).toString(16).padStart(4, '0');
  return hex(Buffer.from('OCE1').toString('hex') + length + fields);
}

describe('envelope header', () => {
  it('is written as documented', () => {
    expect(encodeHeader({ suite: 0x20, keyId, epoch: 1 })).toEqual(withFields(SUITE + KEY + EPOCH));
  });

  it('reads back every value that it can write', () => {
    const headers = fc.record({ suite: fc.nat(0xffff), keyId: fc.uuid(), epoch: fc.nat(0xffffffff) });
    fc.assert(fc.property(headers, (header) => expect(decodeHeader(encodeHeader(header))).toEqual(header)));
  });

  it('tells its suite alone', () => {
    expect(decodeSuite(encodeHeader({ suite: 0x0020, keyId, epoch: 7 }))).toBe(0x0020);
  });

  it.each([
    ['an unknown field', SUITE + KEY + EPOCH + '04000101'],
    ['a field given twice', SUITE + KEY + EPOCH + EPOCH],
    ['fields in another order', KEY + SUITE + EPOCH],
    ['a missing field', SUITE + KEY],
    ['no fields', ''],
    ['a field of another length', SUITE + KEY + '030005' + '0000000001'],
    ['a longer suite', '010003' + '002000' + KEY + EPOCH],
    ['a shorter suite', '010001' + '20' + KEY + EPOCH],
    ['a longer key id', SUITE + '020011' + '00'.repeat(17) + EPOCH],
    ['a shorter key id', SUITE + '02000f' + '00'.repeat(15) + EPOCH],
    ['a shorter epoch', SUITE + KEY + '030003' + '000001'],
    ['the tag zero', '000000' + SUITE + KEY + EPOCH],
    ['a field that ends behind the header', SUITE + KEY + '030004000000'],
    ['trailing bytes', SUITE + KEY + EPOCH + '00'],
    ['a cut field head', SUITE + KEY + '0300'],
  ])('refuses %s', (_name, fields) => {
    expect(() => decodeHeader(withFields(fields))).toThrow(RangeError);
    expect(() => decodeSuite(withFields(fields))).toThrow(RangeError);
  });

  it('refuses another magic and a field length beyond 512', () => {
    expect(() => headerLength(Buffer.from('OCE2\0\x1f', 'latin1'))).toThrow(RangeError);
    expect(() => headerLength(Buffer.from('OCE1\x02\x01', 'latin1'))).toThrow(RangeError);
    expect(headerLength(Buffer.from('OCE1\0\x1f', 'latin1'))).toBe(37);
    expect(headerLength(Buffer.from('OCE1\x02\x00', 'latin1'))).toBe(518);
  });

  it('is cut off what follows it, and refused when it is not whole', () => {
    const header = encodeHeader({ suite: 0x20, keyId, epoch: 1 });
    expect(headerOf(Buffer.concat([header, Buffer.from('more')]))).toEqual(header);
    expect(headerOf(header)).toEqual(header);
    for (const length of [0, 3, 5, 6, header.length - 1]) expect(() => headerOf(header.subarray(0, length))).toThrow();
  });

  it('holds ids as their 16 bytes', () => {
    expect(uuidBytes(keyId).toString('hex')).toBe('0b8f2a4e5d1c4c3b9a673f2e1d0c9b8a');
    expect(uuidText(uuidBytes(keyId))).toBe(keyId);
  });

  it.each(['', 'abc', keyId.toUpperCase(), keyId.replaceAll('-', ''), `${keyId}\n`, `x${keyId}`, `${keyId}0`, keyId.replace('0', 'g')])('does not write the key id "%s"', (id) => {
    expect(() => encodeHeader({ suite: 0x20, keyId: id, epoch: 1 })).toThrow(TypeError);
  });

  it.each([-1, 2 ** 32, 0.5])('does not write the epoch %p', (epoch) => {
    expect(() => encodeHeader({ suite: 0x20, keyId, epoch })).toThrow(RangeError);
  });
});

describe('newDataKey', () => {
  it('is 32 bytes that are others each time', () => {
    expect(newDataKey()).toHaveLength(32);
    expect(newDataKey()).not.toEqual(newDataKey());
  });
});
