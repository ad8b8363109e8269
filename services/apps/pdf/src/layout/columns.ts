import { byBaseline, type Segment } from './segments.js';

/** In multiples of the font size: a line that ends closer than this to the next column runs into it. */
const GUTTER = 0.3;
const MIN_LINES = 3;
const PROSE_LENGTH = 25;

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/**
 * Running text fills its column line after line, and few lines fall apart into pieces; a table has short cells or
 * several in each row.
 */
function isProse(segments: readonly Segment[]): boolean {
  const lines = byBaseline(segments, 0.2);
  const lengths = lines.map((line) => line.reduce((sum, segment) => sum + segment.text.length, 0)).sort((a, b) => a - b);
  const long = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  const whole = lines.filter((line) => line.length === 1).length;
  return long >= PROSE_LENGTH && whole >= lines.length / 2 && lengths.filter((length) => length >= long * 0.6).length >= lengths.length / 2;
}

/** Short lines, but words and many of them: an index or a list set in columns. */
function isList(segments: readonly Segment[]): boolean {
  return segments.length >= 8 && segments.filter((segment) => /\p{L}{3}/u.test(segment.text)).length >= segments.length * 0.8;
}

interface Pairing {
  /** Share of lines of the shorter side that have a neighbour on the same baseline. */
  aligned: number;
  /** Share of those neighbours that the document draws one right after the other. */
  rowByRow: number;
}

function pairing(left: readonly Segment[], right: readonly Segment[]): Pairing {
  const sides = new Set(left);
  const pairs = byBaseline([...left, ...right], 0.2).flatMap((line) => {
    const before = line.filter((segment) => sides.has(segment)).sort((a, b) => b.x1 - a.x1)[0];
    const after = line.filter((segment) => !sides.has(segment)).sort((a, b) => a.x0 - b.x0)[0];
    return before && after ? [{ before, after }] : [];
  });
  const lines = Math.min(byBaseline(left, 0.2).length, byBaseline(right, 0.2).length);
  const inTurn = pairs.filter(({ before, after }) => after.first - before.last === 1).length;
  return { aligned: pairs.length / Math.max(lines, 1), rowByRow: inTurn / Math.max(pairs.length, 1) };
}

function pitch(segments: readonly Segment[]): number {
  const lines = byBaseline(segments, 0.2).map((line) => line[0]!);
  return median(lines.slice(1).map((line, index) => (line.baseline - lines[index]!.baseline) / line.size));
}

/** Whether two sides of a gutter are columns to be read one after the other, and not cells of a table. */
export function areColumns(left: readonly Segment[], right: readonly Segment[]): boolean {
  if (left.length < MIN_LINES || right.length < MIN_LINES) return false;
  const { aligned, rowByRow } = pairing(left, right);
  if (isProse(left) && isProse(right)) return !(aligned > 0.7 && rowByRow > 0.7 && pitch(left) > 1.55);
  const oneAfterTheOther = Math.max(...left.map((segment) => segment.last)) < Math.min(...right.map((segment) => segment.first));
  return oneAfterTheOther && (aligned < 0.7 || (isList(left) && isList(right)));
}

interface Band {
  left: Segment[];
  right: Segment[];
}

/** Cuts the page along one gutter: segments that cross it, and bands between those that do not. */
function cut(segments: readonly Segment[], edge: number): (Segment[] | Band)[] {
  const parts: (Segment[] | Band)[] = [];
  for (const segment of segments) {
    const crosses = segment.x0 < edge - 0.5 && segment.x1 > edge - GUTTER * segment.size;
    const last = parts.at(-1);
    if (crosses) {
      if (Array.isArray(last)) last.push(segment);
      else parts.push([segment]);
    } else {
      const band = last && !Array.isArray(last) ? last : { left: [], right: [] };
      if (band !== last) parts.push(band);
      (segment.x0 < edge - 0.5 ? band.left : band.right).push(segment);
    }
  }
  return parts;
}

const FAR = 2.2;

/** A page number or running title that stands off by itself above or below belongs to the page, not to a column. */
function peel(band: Band): (Segment[] | Band)[] {
  const lines = byBaseline([...band.left, ...band.right], 0.2);
  const isFar = (a: Segment[] | undefined, b: Segment[] | undefined): boolean => !!a && !!b && b[0]!.baseline - a[0]!.baseline > FAR * Math.max(a[0]!.size, b[0]!.size);
  const top = isFar(lines[0], lines[1]) ? lines[0]! : [];
  const bottom = isFar(lines.at(-2), lines.at(-1)) ? lines.at(-1)! : [];
  const loose = new Set([...top, ...bottom]);
  const rest = { left: band.left.filter((segment) => !loose.has(segment)), right: band.right.filter((segment) => !loose.has(segment)) };
  return [top, rest, bottom].filter((part) => !Array.isArray(part) || part.length > 0);
}

/** Left edges that at least three lines share, apart from the first. */
function candidateEdges(segments: readonly Segment[]): number[] {
  const edges: { x: number; count: number }[] = [];
  for (const x of segments.map((segment) => segment.x0).sort((a, b) => a - b)) {
    const last = edges.at(-1);
    if (last && x - last.x < 2) last.count += 1;
    else edges.push({ x, count: 1 });
  }
  return edges.filter((edge) => edge.count >= MIN_LINES).slice(0, 40).map((edge) => edge.x);
}

/** Splits a page into blocks in reading order: down each column, a table or full-width text as one block. */
export function readingOrder(segments: readonly Segment[]): Segment[][] {
  const sorted = [...segments].sort((a, b) => a.baseline - b.baseline);
  let best: (Segment[] | Band)[] = [];
  let bestCount = 0;
  for (const edge of candidateEdges(sorted)) {
    const parts = cut(sorted, edge)
      .flatMap((part) => (Array.isArray(part) ? [part] : peel(part)))
      .map((part) => (Array.isArray(part) || areColumns(part.left, part.right) ? part : [...part.left, ...part.right]));
    const count = parts.reduce((sum, part) => sum + (Array.isArray(part) ? 0 : part.left.length + part.right.length), 0);
    if (count > bestCount) {
      best = parts;
      bestCount = count;
    }
  }
  if (bestCount === 0) return sorted.length > 0 ? [sorted] : [];
  const blocks: Segment[][] = [];
  let open: Segment[] = [];
  for (const part of best) {
    if (Array.isArray(part)) open.push(...part);
    else {
      blocks.push(...readingOrder(open), ...readingOrder(part.left), ...readingOrder(part.right));
      open = [];
    }
  }
  return [...blocks, ...readingOrder(open)];
}
