import fc from 'fast-check';
import { hex, tries, vectors } from '../../test/fixtures.js';
import { encodeContext, type ContextValue } from './context.js';

type Field = [name: string, kind: 'text' | 'integer' | 'bytes', value: string | number];

function record(fields: Field[]): Record<string, ContextValue> {
  return Object.fromEntries(fields.map(([name, kind, value]) => [name, kind === 'bytes' ? hex(value as string) : value]));
}

const fieldNames = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/);
const values = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeNat(), fc.uint8Array({ maxLength: 40 }));
const contexts = fc.array(fc.tuple(fieldNames, values), { maxLength: 5 }).map((entries) => Object.fromEntries(entries));

describe('encodeContext', () => {
  it.each(vectors<{ fields: Field[]; encoded: string }>('context.json'))('encodes vector $encoded', ({ fields, encoded }) => {
    expect(encodeContext(record(fields)).toString('hex')).toBe(encoded);
  });

  it('encodes the least and the greatest number, and the shortest and the longest name', () => {
    expect(encodeContext({ a: 0 }).toString('hex')).toBe('0001' + '0161' + '02' + '00000008' + '0000000000000000');
    expect(encodeContext({ a: Number.MAX_SAFE_INTEGER }).subarray(-8).toString('hex')).toBe('001fffffffffffff');
    expect(encodeContext({ ['a'.repeat(64)]: 0 })[2]).toBe(64);
    expect(encodeContext({}).toString('hex')).toBe('0000');
  });

  it('gives different bytes to different contexts', () => {
    const comparable = (fields: Record<string, ContextValue>) => JSON.stringify(Object.entries(fields).map(([name, value]) => [name, typeof value, value]));
    fc.assert(
      fc.property(contexts, contexts, (one, other) => {
        expect(encodeContext(one).equals(encodeContext(other))).toBe(comparable(one) === comparable(other));
      }),
      { numRuns: tries(2000) },
    );
  });

  it('does not let text move between neighbouring fields', () => {
    expect(encodeContext({ a: 'xy', b: 'z' })).not.toEqual(encodeContext({ a: 'x', b: 'yz' }));
  });

  it('tells a number from the text and the bytes that look like it', () => {
    const encoded = [encodeContext({ a: 7 }), encodeContext({ a: '7' }), encodeContext({ a: new Uint8Array([0, 0, 0, 0, 0, 0, 0, 7]) })];
    expect(new Set(encoded.map((bytes) => bytes.toString('hex'))).size).toBe(3);
  });

  it('keeps the order of fields as part of the context', () => {
    expect(encodeContext({ a: 1, b: 2 })).not.toEqual(encodeContext({ b: 2, a: 1 }));
  });

  it.each(['', 'Upper', '1', 'with space', 'a b', 'a-', '1a', 'a'.repeat(65), 'naïve'])('refuses the field name "%s"', (name) => {
    expect(() => encodeContext({ [name]: 1 })).toThrow(TypeError);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the number %p', (value) => {
    expect(() => encodeContext({ a: value })).toThrow(TypeError);
  });

  it('refuses a lone surrogate, which UTF-8 cannot tell from others', () => {
    expect(() => encodeContext({ a: '\ud800' })).toThrow(TypeError);
  });
});
