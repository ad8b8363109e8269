import { formatCredits, isShown, SMALLEST_SHOWN } from './format-credits.js';

describe('formatCredits', () => {
  it.each([
    ['1000000000', '1,000'],
    ['0', '0'],
    ['1234567', '1.23'],
    ['9999', '0'],
    ['999999', '0.99'],
    ['-1500000', '-1.5'],
    ['9007199254740993000000', '9,007,199,254,740,993'],
  ])('writes %s micro-credits as %s', (micro, text) => {
    expect(formatCredits(micro, 'en')).toBe(text);
  });
});

describe('isShown', () => {
  it('tells what two decimals would write as nothing', () => {
    expect(['0', '1', '9999', '10000', '2500000'].map(isShown)).toEqual([false, false, false, true, true]);
    expect(formatCredits(SMALLEST_SHOWN, 'en')).toBe('0.01');
  });
});
