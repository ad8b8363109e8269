import { asBuffer, constantTimeEqual, gather, lengthPrefixed, sha256, uint, wipe } from './bytes.js';

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

  it('gives a Buffer back as it is', () => {
    const bytes = Buffer.from('abc');
    expect(asBuffer(bytes)).toBe(bytes);
  });
});

describe('uint', () => {
  it('writes big-endian bytes', () => {
    expect([uint(7, 1), uint(0x0102, 2), uint(0xfffffffe, 4)].map((bytes) => bytes.toString('hex'))).toEqual(['07', '0102', 'fffffffe']);
  });

  it.each([[0, 1, '00'], [255, 1, 'ff'], [0, 2, '0000'], [65_535, 2, 'ffff'], [0, 4, '00000000'], [2 ** 32 - 1, 4, 'ffffffff']] as const)('writes %p, at the end of what fits, in %p bytes', (value, size, written) => {
    expect(uint(value, size).toString('hex')).toBe(written);
  });

  it.each([[-1, 1], [256, 1], [65_536, 2], [2 ** 32, 4], [0.5, 4], [Number.NaN, 4]] as const)('refuses %p in %p bytes', (value, size) => {
    expect(() => uint(value, size)).toThrow(RangeError);
  });
});

describe('lengthPrefixed', () => {
  it('writes the length as four big-endian bytes', () => {
    expect(lengthPrefixed(Buffer.from('hi')).toString('hex')).toBe('000000026869');
  });

  it('writes each part behind its own length', () => {
    expect(lengthPrefixed(Buffer.from('hi'), Buffer.alloc(0), Buffer.from('!')).toString('hex')).toBe('000000026869' + '00000000' + '0000000121');
    expect(lengthPrefixed()).toEqual(Buffer.alloc(0));
  });
});

describe('gather', () => {
  it('hands a single part on without a copy', () => {
    const only = Buffer.from('secret');
    expect(gather([only])).toBe(only);
    expect(only.toString()).toBe('secret');
  });

  it('joins several parts in their order and leaves nothing in them', () => {
    const parts = [Buffer.from('se'), Buffer.from('cr'), Buffer.from('et')];
    expect(gather(parts).toString()).toBe('secret');
    expect(Buffer.concat(parts)).toEqual(Buffer.alloc(6));
    expect(gather([])).toEqual(Buffer.alloc(0));
  });
});
