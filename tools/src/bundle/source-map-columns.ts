import { decode, encode } from '@jridgewell/sourcemap-codec';

/** Code that became longer: what lay at `offset` or after it in its line moves to the right. */
export interface Growth {
  offset: number;
  by: number;
}

/** The `mappings` of a source map for code that grew; of each segment only its column changes. */
export function shiftColumns(mappings: string, code: string, growths: readonly Growth[]): string {
  const lines = decode(mappings);
  let start = 0;
  let next = 0;
  for (const line of lines) {
    const end = code.indexOf('\n', start) + 1 || code.length + 1;
    let grown = 0;
    for (const segment of line) {
      for (let growth = growths[next]; growth && growth.offset <= start + segment[0]; growth = growths[(next += 1)]) grown += growth.by;
      segment[0] += grown;
    }
    while ((growths[next]?.offset ?? end) < end) next += 1;
    start = end;
  }
  return encode(lines);
}
