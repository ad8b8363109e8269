import type { Fragment } from './fragment.js';

/** A stretch of text on one baseline without a gap wide enough to be a new table cell or column. */
export interface Segment {
  text: string;
  x0: number;
  x1: number;
  baseline: number;
  size: number;
  /** Font of the whole segment, or empty when it is mixed. */
  font: string;
  /** Position of its first and last fragment in drawing order. */
  first: number;
  last: number;
}

/** In multiples of the font size. A word gap is about 0.25; a justified line stretches it to 0.8 or so. */
export const CELL_GAP = 1;
const WORD_GAP = 0.14;

/** Glues two neighbours on a line, with a blank if the document shows one. */
export function glue(left: Segment, right: Segment, spaced: boolean): Segment {
  const main = right.size > left.size * 1.05 ? right : left;
  const gap = right.x0 - left.x1;
  return {
    text: left.text + (spaced || gap > WORD_GAP * main.size ? ' ' : '') + right.text,
    x0: Math.min(left.x0, right.x0),
    x1: Math.max(left.x1, right.x1),
    baseline: main.baseline,
    size: main.size,
    font: left.font === right.font ? left.font : '',
    first: Math.min(left.first, right.first),
    last: Math.max(left.last, right.last),
  };
}

function continues(left: Segment, right: Segment, rise: number): boolean {
  const size = Math.max(left.size, right.size);
  const gap = right.x0 - left.x1;
  return Math.abs(right.baseline - left.baseline) <= rise * size && gap <= CELL_GAP * size && gap >= -0.6 * size;
}

/** Groups by baseline: neighbours in the result stand on one line. Lines come top to bottom, items in no order. */
export function byBaseline<T extends { baseline: number; size: number }>(items: readonly T[], tolerance: number): T[][] {
  const lines: T[][] = [];
  let reference = -Infinity;
  for (const item of [...items].sort((a, b) => a.baseline - b.baseline)) {
    const line = lines.at(-1);
    if (line && item.baseline - reference <= tolerance * item.size) line.push(item);
    else {
      lines.push([item]);
      reference = item.baseline;
    }
  }
  return lines;
}

/** First follows the drawing order, which keeps superscripts with their word; then joins what stands side by side. */
export function toSegments(fragments: readonly Fragment[]): Segment[] {
  const drawn: Segment[] = [];
  fragments.forEach(({ text, x0, x1, baseline, size, font, spaced }, index) => {
    const next: Segment = { text, x0, x1, baseline, size, font, first: index, last: index };
    const last = drawn.at(-1);
    if (last && continues(last, next, 0.45)) drawn[drawn.length - 1] = glue(last, next, spaced);
    else drawn.push(next);
  });
  return byBaseline(drawn, 0.2).flatMap((line) => {
    const merged: Segment[] = [];
    for (const segment of line.sort((a, b) => a.x0 - b.x0)) {
      const last = merged.at(-1);
      const drawnNext = last && Math.abs(segment.first - last.last) <= 1;
      if (last && continues(last, segment, 0.2) && (drawnNext || segment.x0 - last.x1 < 0.5 * segment.size)) merged[merged.length - 1] = glue(last, segment, false);
      else merged.push(segment);
    }
    return merged;
  });
}
