const LIGATURES: Record<string, string> = {
  '\uFB00': 'ff',
  '\uFB01': 'fi',
  '\uFB02': 'fl',
  '\uFB03': 'ffi',
  '\uFB04': 'ffl',
  '\uFB05': 'st',
  '\uFB06': 'st',
};

const COMBINING: Record<string, string> = { '\u00A8': '\u0308', '\u02C6': '\u0302', '\u02C7': '\u030C', '\u02DA': '\u030A' };

/** Older typesetters draw the dots of ä as a glyph of its own, before the letter. */
export function composeAccents(text: string): string {
  return text.replace(/([\u00A8\u02C6\u02C7\u02DA]) ?(\p{L})/gu, (whole, accent: string, letter: string) => {
    const composed = (letter + COMBINING[accent]).normalize('NFC');
    return composed.length === 1 ? composed : whole;
  });
}

/**
 * Makes text searchable: plain letters for ligatures, one kind of blank, composed accents, no control characters,
 * and nothing from the private area, where symbol fonts keep bullets and pieces of brackets.
 */
export function cleanText(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/[\uFB00-\uFB06]/g, (ligature) => LIGATURES[ligature] ?? ligature)
    .replace(/[\uF0A7\uF0B7]/g, '\u2022')
    .replace(/[\t\n\v\f\r\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, ' ')
    // eslint-disable-next-line no-control-regex -- control characters are what is removed here
    .replace(/[\u0000-\u001F\u007F-\u009F\u200B-\u200D\u2060\uFEFF\uFFFD\uFFFE\uFFFF\uE000-\uF8FF]/g, '');
  return composeAccents(plain).normalize('NFC');
}

/** Dotted leaders of a table of contents carry no meaning and blow up an index. */
export function shortenLeaders(text: string): string {
  return text.replace(/(?:\s?[.\u2026\u00B7_]){4,}/g, ' \u2026').replace(/ {2,}/g, ' ');
}
