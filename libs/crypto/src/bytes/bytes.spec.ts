import { asBuffer, constantTimeEqual, lengthPrefixed, sha256, uint, wipe } from './bytes.js';

describe('sha256', () => {
  it('matches the published digest of "abc"', () => {
    expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('reads a text as UTF-8', () => {
    expect(sha256('Zoë')).toEqual(sha256(Buffer.from('Zoë', 'utf8')));
  });
});

describe('constantTimeEqual', () => {
  it('is true for equal bytes only', () => {
    expect(constantTimeEqual(Buffer.from('abc'), Buffer.from('abc'))).toBe(true);
    expect(constantTimeEqual(Buffer.from('abc'), Buffer.from('abd'))).toBe(false);
  });

  it('is false for other lengths instead of throwing', () => {
    expect(constantTimeEqual(Buffer.from('abc'), Buffer.from('abcd'))).toBe(false);
    expect(constantTimeEqual(Buffer.alloc(0), Buffer.alloc(0))).toBe(true);
  });
});

describe('wipe', () => {
  it('leaves only zeros in each secret', () => {
    const secrets = [Buffer.from('one'), new Uint8Array([1, 2, 3])];
    wipe(...secrets);
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true);
  });
});

describe('asBuffer', () => {
  it('shares memory with a view into a larger array', () => {
    const all = new Uint8Array([1, 2, 3, 4]);
    const part = asBuffer(all.subarray(1, 3));
    all[1] = 9;
    expect([...part]).toEqual([9, 3]);
  });
});

describe('uint', () => {
  it('writes big-endian bytes', () => {
    expect([uint(7, 1), uint(0x0102, 2), uint(0xfffffffe, 4)].map((bytes) => bytes.toString('hex'))).toEqual(['07', '0102', 'fffffffe']);
  });

  it.each([[-1, 1], [256, 1], [65_536, 2], [2 ** 32, 4], [0.5, 4], [Number.NaN, 4]] as const)('refuses %p in %p bytes', (value, size) => {
    expect(() => uint(value, size)).toThrow(RangeError);
  });
});

describe('lengthPrefixed', () => {
  it('writes the length as four big-endian bytes', () => {
    expect(lengthPrefixed(Buffer.from('hi')).toString('hex')).toBe('000000026869');
  });
});
