import { cleanText, composeAccents, shortenLeaders } from './clean.js';
import { readingOrder } from './columns.js';
import { toFrames, type TextItem } from './fragment.js';
import { joinLines, toParagraphs } from './paragraphs.js';
import { CELL_SEPARATOR, toRows } from './rows.js';
import { toSegments } from './segments.js';

/** A column ends in the middle of a sentence when the next one goes on with a small letter. */
function flowsOn(last: string, next: string): boolean {
  return /[\p{L},\u00AD-]$/u.test(last) && /^\p{Ll}/u.test(next) && !last.includes(CELL_SEPARATOR) && !next.includes(CELL_SEPARATOR);
}

function joinBlocks(blocks: readonly string[][]): string[] {
  const lines: string[] = [];
  for (const [first = '', ...rest] of blocks) {
    const last = lines.at(-1);
    if (last !== undefined && flowsOn(last, first)) lines[lines.length - 1] = joinLines(last, first);
    else lines.push(...(lines.length > 0 ? [''] : []), first);
    lines.push(...rest);
  }
  return lines;
}

/** The text of a page in reading order. `pageTransform` maps the page to upright points with y downwards. */
export function pageText(items: readonly TextItem[], pageTransform: readonly number[]): string {
  const frames = toFrames(items, pageTransform, cleanText);
  const blocks = frames.flatMap(({ fragments, rtl }) => readingOrder(toSegments(fragments)).map((block) => toParagraphs(toRows(block, rtl))));
  return joinBlocks(blocks)
    .map((line) => shortenLeaders(composeAccents(line.replaceAll('\u00AD', ''))).trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .normalize('NFC')
    .trim();
}
