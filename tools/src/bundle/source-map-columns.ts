const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Code that became longer: what lay at `offset` or after it in its line moves to the right. */
export interface Growth {
  offset: number;
  by: number;
}

/** The `mappings` of a source map for code that grew; only the first field of a segment, its column, changes. */
export function shiftColumns(mappings: string, code: string, growths: readonly Growth[]): string {
  let start = 0;
  let next = 0;
  return mappings
    .split(';')
    .map((line) => {
      const end = code.indexOf('\n', start) + 1 || code.length + 1;
      const own: Growth[] = [];
      for (let growth = growths[next]; growth && growth.offset < end; growth = growths[(next += 1)]) own.push({ ...growth, offset: growth.offset - start });
      start = end;
      return own.length === 0 || line === '' ? line : shiftLine(line, own);
    })
    .join(';');
}

function shiftLine(line: string, growths: Growth[]): string {
  let column = 0;
  let before = 0;
  let grown = 0;
  return line
    .split(',')
    .map((segment) => {
      const { value, length } = readNumber(segment);
      column += value;
      while (growths[0] && growths[0].offset <= column) grown += growths.shift()?.by ?? 0;
      const moved = column + grown - before;
      before = column + grown;
      return `${writeNumber(moved)}${segment.slice(length)}`;
    })
    .join(',');
}

function readNumber(text: string): { value: number; length: number } {
  let bits = 0;
  for (let length = 0; length < text.length; length += 1) {
    const digit = DIGITS.indexOf(text.charAt(length));
    bits |= (digit & 31) << (5 * length);
    if (digit < 32) return { value: bits & 1 ? -(bits >> 1) : bits >> 1, length: length + 1 };
  }
  return { value: 0, length: text.length };
}

function writeNumber(value: number): string {
  let bits = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = bits & 31;
    bits >>= 5;
    text += DIGITS.charAt(bits > 0 ? digit | 32 : digit);
  } while (bits > 0);
  return text;
}
