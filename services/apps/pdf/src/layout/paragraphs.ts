import { CELL_SEPARATOR, type Row } from './rows.js';

const LIST_START = /^(?:[\u2022\u2023\u25AA\u25CF\u25E6\u2013\u2014*\u00B7-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\d+(?:\.\d+)+)\s/;
const SUSPENDED = /^(?:und|oder|bzw|sowie|bis|and|or|to|nor|et|ou|y|e|o)\b/;

/** Puts two lines of one paragraph together and takes out the hyphen that only the line end needed. */
export function joinLines(left: string, right: string): string {
  if (left.endsWith('\u00AD')) return left.slice(0, -1) + right;
  if (/\p{L}[-\u2010]$/u.test(left) && /^[\p{L}\d]/u.test(right) && !SUSPENDED.test(right)) {
    return (/^\p{Ll}/u.test(right) ? left.slice(0, -1) : left) + right;
  }
  return `${left} ${right}`;
}

/** Whether a line is as long as it could be: the first word of the next one would not have fitted. */
function isFull(row: Row, next: Row, right: number): boolean {
  const text = next.cells[0] ?? '';
  const word = text.split(' ', 1)[0] ?? '';
  const wordWidth = ((next.x1 - next.x0) / Math.max(text.length, 1)) * word.length;
  return row.x1 + 0.2 * row.size + wordWidth > right - 0.3 * row.size;
}

function endsInHyphen(row: Row): boolean {
  return /\p{L}[-\u2010\u00AD]$/u.test(row.cells.at(-1) ?? '');
}

function continuesParagraph(row: Row, next: Row, right: number): boolean {
  const text = next.cells[0] ?? '';
  if (row.cells.length > 1 || next.cells.length > 1) return false;
  if (Math.abs(row.size - next.size) > 0.1 * row.size || (row.font && next.font && row.font !== next.font)) return false;
  if (next.baseline - row.baseline > 1.8 * row.size || LIST_START.test(text)) return false;
  const indent = next.x0 - row.x0;
  const hanging = LIST_START.test(row.cells[0] ?? '') && indent < 4 * row.size;
  if ((indent > 0.8 * row.size && !hanging) || indent < -5 * row.size) return false;
  if (/\u2026 ?\d+$/.test(row.cells[0] ?? '')) return false;
  return endsInHyphen(row) || isFull(row, next, right);
}

function typicalPitch(rows: readonly Row[]): number {
  const steps = rows.slice(1).map((row, index) => (row.baseline - rows[index]!.baseline) / row.size);
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 1.2;
}

function isGap(row: Row, next: Row, pitch: number): boolean {
  const table = row.cells.length > 1 && next.cells.length > 1;
  if (table && next.baseline - row.baseline < 2.6 * row.size) return false;
  return next.baseline - row.baseline > 1.35 * pitch * Math.max(row.size, next.size);
}

function changesSize(row: Row, next: Row): boolean {
  return Math.abs(next.size - row.size) > 0.15 * row.size;
}

/** Right edge that each row could reach: of its own stretch where at least three lines end there, else of the block. */
function rightEdges(rows: readonly Row[], pitch: number): number[] {
  const block = Math.max(...rows.map((row) => row.x1));
  const stretches: Row[][] = [];
  rows.forEach((row, index) => {
    const previous = rows[index - 1];
    if (!previous || isGap(previous, row, pitch) || changesSize(previous, row)) stretches.push([row]);
    else stretches.at(-1)!.push(row);
  });
  return stretches.flatMap((stretch) => {
    const right = Math.max(...stretch.filter((row) => row.cells.length === 1).map((row) => row.x1));
    const justified = stretch.filter((row) => row.cells.length === 1 && row.x1 > right - 0.5 * row.size).length >= 3;
    return stretch.map(() => (justified ? right : block));
  });
}

/**
 * Text of one block: wrapped lines flow together, headings, list items and table rows keep a line of their own,
 * a blank line stands where the page leaves a gap or changes its font size.
 */
export function toParagraphs(rows: readonly Row[]): string[] {
  const pitch = Math.min(Math.max(typicalPitch(rows), 1), 2.5);
  const rights = rightEdges(rows, pitch);
  const lines: string[] = [];
  rows.forEach((row, index) => {
    const previous = rows[index - 1];
    const text = row.cells.join(CELL_SEPARATOR);
    if (!previous) lines.push(text);
    else if (continuesParagraph(previous, row, rights[index - 1]!)) lines.push(joinLines(lines.pop() ?? '', text));
    else {
      if (isGap(previous, row, pitch) || changesSize(previous, row)) lines.push('');
      lines.push(text);
    }
  });
  return lines;
}
