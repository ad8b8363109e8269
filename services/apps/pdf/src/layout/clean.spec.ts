import { cleanText, composeAccents, shortenLeaders } from './clean.js';

describe('cleanText', () => {
  it.each([
    ['\uFB01nal o\uFB03ce \uFB02ow e\uFB00ort ba\uFB04e', 'final office flow effort baffle'],
    ['\uFB05ill \uFB06op', 'still stop'],
    ['Fu\u0308\u00DFe', 'Füße'],
    ['f\u00A8ur', 'für'],
    ['a\u00A0b\u2009c\td', 'a b c d'],
    ['zero\u200Bwidth\uFEFF \u0007bell', 'zerowidth bell'],
    ['\uF0B7 point', '\u2022 point'],
    ['brace \uF8F1', 'brace '],
    ['lone \uD800 half', 'lone  half'],
  ])('reads %j as %j', (from, to) => {
    expect(cleanText(from)).toBe(to);
  });

  it('keeps superscripts, fractions and other scripts as they are', () => {
    expect(cleanText('x² ½ Ελλάδα 日本 עברית')).toBe('x² ½ Ελλάδα 日本 עברית');
  });

  it('keeps dots that no letter takes', () => {
    expect(composeAccents('\u00A8x \u00A8 5')).toBe('\u1E8D \u00A8 5');
  });
});

describe('shortenLeaders', () => {
  it('makes one sign of the dots between a title and its page', () => {
    expect(shortenLeaders('Introduction . . . . . . . . 12')).toBe('Introduction … 12');
    expect(shortenLeaders('Annex..........7')).toBe('Annex …7');
  });

  it('leaves an ellipsis alone', () => {
    expect(shortenLeaders('and so on... then')).toBe('and so on... then');
  });
});
