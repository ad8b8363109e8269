const ABBREVIATION =
  /(?:^|[\s(„“"])(?:\p{L}|[zdu]\.\s?[BhaÄ]|e\.g|i\.e|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Art|Abs|Sec|Fig|Abb|Tab|Vol|pp|ca|bzw|usw|vgl|vs|etc|inkl|approx|Inc|Ltd|Co|al|Jan|Feb|Apr|Aug|Sept?|Oct|Okt|Nov|Dec|Dez)\.$/u;
/** Enough characters to tell an abbreviation; looking at more would make long texts slow. */
const LONGEST_ENDING = 16;
const BOUNDARY = /[.!?…]["”“’»)\]]*\s+(?=["„“‘«([]?[\p{Lu}\p{N}])/gu;

/** Cuts running text into sentences; abbreviations, initials and "3." before a lower-case word do not end one. */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length;
    const stop = match.index + match[0].trimEnd().length;
    const ending = text.slice(Math.max(start, stop - LONGEST_ENDING), stop);
    if (ABBREVIATION.test(ending) || /(?:^|\s)\d{1,2}\.$/.test(ending)) continue;
    found.push(text.slice(start, stop).trim());
    start = end;
  }
  const rest = text.slice(start).trim();
  if (rest) found.push(rest);
  return found;
}

/** Cuts to at most `max` characters at a word boundary, with an ellipsis when something is missing. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > max * 0.5 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
