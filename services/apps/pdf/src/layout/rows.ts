import { byBaseline, CELL_GAP, glue, type Segment } from './segments.js';

/** One printed line: a sentence part, a heading, or the cells of a table row. */
export interface Row {
  cells: string[];
  x0: number;
  x1: number;
  baseline: number;
  size: number;
  font: string;
}

/** What stands between the cells of a table row. */
export const CELL_SEPARATOR = ' | ';

/** The number of a heading stands apart from its words, but is no cell. */
function joinSectionNumber(cells: Segment[]): void {
  const [number, words] = cells;
  if (!number || !words || cells.length > 2 || !/^(?:\d+(?:\.\d+)*|[A-Z])\.?$/.test(number.text)) return;
  if (words.x0 - number.x1 <= 2.2 * words.size) cells.splice(0, 2, glue(number, words, true));
}

/** A justified line with few words has gaps as wide as those between cells, but all alike and from edge to edge. */
function isStretched(cells: readonly Segment[], x0: number, x1: number): boolean {
  const gaps = cells.slice(1).map((cell, index) => (cell.x0 - cells[index]!.x1) / cell.size);
  const widest = Math.max(...gaps);
  const alike = gaps.length === 1 ? widest < 1.25 * CELL_GAP : widest < 1.5 * Math.min(...gaps) && widest < 3 * CELL_GAP;
  return alike && cells[0]!.x0 < x0 + 2 * cells[0]!.size && cells.at(-1)!.x1 > x1 - cells[0]!.size;
}

function toCells(line: Segment[]): Segment[] {
  const cells: Segment[] = [];
  for (const segment of line.sort((a, b) => a.x0 - b.x0)) {
    const last = cells.at(-1);
    if (last && segment.x0 - last.x1 <= CELL_GAP * Math.max(last.size, segment.size)) cells[cells.length - 1] = glue(last, segment, false);
    else cells.push(segment);
  }
  joinSectionNumber(cells);
  return cells;
}

/** Reads a block line by line, cells from left to right (from right to left where the script runs so). */
export function toRows(block: readonly Segment[], rtl: boolean): Row[] {
  const lines = byBaseline(block, 0.35).map(toCells);
  const x0 = Math.min(...block.map((segment) => segment.x0));
  const x1 = Math.max(...block.map((segment) => segment.x1));
  const isText = lines.filter((cells) => cells.length === 1).length >= lines.length / 2;
  return lines.map((line) => {
    const cells = isText && line.length > 1 && isStretched(line, x0, x1) ? [line.reduce((a, b) => glue(a, b, true))] : line;
    const main = cells.reduce((a, b) => (b.size > a.size ? b : a));
    return {
      cells: (rtl ? cells.reverse() : cells).map((cell) => cell.text),
      x0: Math.min(...cells.map((cell) => cell.x0)),
      x1: Math.max(...cells.map((cell) => cell.x1)),
      baseline: main.baseline,
      size: main.size,
      font: cells.every((cell) => cell.font === main.font) ? main.font : '',
    };
  });
}
