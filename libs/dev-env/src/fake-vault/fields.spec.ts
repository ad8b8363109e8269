import { duration, flag, list, parseDuration, text, whole } from './fields.js';

describe('a duration', () => {
  it.each([['0', 0], ['90', 90], ['90s', 90], ['5m', 300], ['1h30m', 5400], ['2160h', 7_776_000], ['7d', 604_800], ['1.5h', 5400], ['1500ms', 1]])('%s is %d seconds', (source, seconds) => {
    expect(parseDuration(source)).toBe(seconds);
  });

  it.each(['soon', '-1h', '1 h', 'h', '1x', '1h-'])('%s is none', (source) => {
    expect(parseDuration(source)).toBeNull();
  });

  it('may come as a number, and names its field when it is wrong', () => {
    expect(duration({ ttl: 60 }, 'ttl')).toBe(60);
    expect(duration({}, 'ttl')).toBeUndefined();
    expect(() => duration({ ttl: 'soon' }, 'ttl')).toThrow('"ttl"');
  });
});

describe('a field', () => {
  it('is a list, also as one text with commas', () => {
    expect(list({ policies: ' a, b ,,c' }, 'policies')).toEqual(['a', 'b', 'c']);
    expect(list({ policies: ['a', 'b'] }, 'policies')).toEqual(['a', 'b']);
    expect(list({}, 'policies')).toBeUndefined();
  });

  it('is a truth value, also as text', () => {
    expect([flag({ a: 'true' }, 'a'), flag({ a: false }, 'a'), flag({ a: '0' }, 'a'), flag({}, 'a')]).toEqual([true, false, false, undefined]);
    expect(() => flag({ a: 'perhaps' }, 'a')).toThrow('"a"');
  });

  it('is a whole number, also as text', () => {
    expect([whole({ a: 3 }, 'a'), whole({ a: '-4' }, 'a'), whole({ a: '' }, 'a')]).toEqual([3, -4, undefined]);
    expect(() => whole({ a: 1.5 }, 'a')).toThrow('"a"');
    expect(() => whole({ a: 'three' }, 'a')).toThrow('"a"');
  });

  it('is text, but no object', () => {
    expect([text({ a: 'x' }, 'a'), text({ a: 7 }, 'a'), text({ a: null }, 'a')]).toEqual(['x', '7', '']);
    expect(() => text({ a: {} }, 'a')).toThrow('"a"');
  });
});
