export type LineKind = 'blank' | 'heading' | 'row' | 'item' | 'text';

const NUMBERED_HEADING = /^(?:§+\s*)?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Z]|[IVX]{1,5})[.)]?\s+\p{Lu}[^.!?]{1,80}$/u;
const ITEM = /^(?:[•◦▪–*-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S/;

/** What a line of extracted text is, judged by itself and by the lines around it. On a printed page, `#` begins a comment of some code and no heading. */
export function kindOf(line: string, before: string | undefined, after: string | undefined, isPrinted = false): LineKind {
  const text = line.trim();
  if (!text) return 'blank';
  if (!isPrinted && /^#{1,6}\s+\S.{0,90}$/.test(text) && !/[.!;:]$/.test(text)) return 'heading';
  if (cells(text).length >= 2) return 'row';
  const first = !before?.trim();
  if (first && text.length <= 90 && !/[.,;:!?]$/.test(text) && !/:\s/.test(text)) {
    const flowsOn = /^\s*\p{Ll}/u.test(after ?? '');
    if (NUMBERED_HEADING.test(text) && !flowsOn && text.split(/\s+/).length <= 12) return 'heading';
    if (!after?.trim() && /^\p{Lu}/u.test(text) && text.split(/\s+/).length <= 10) return 'heading';
    if (text.length >= 6 && /^[\p{Lu}\d\s&/–-]+$/u.test(text) && /\p{Lu}{3}/u.test(text)) return 'heading';
  }
  return ITEM.test(text) ? 'item' : 'text';
}

/** Cells of a table row; one cell means the line is no row. Columns are set apart by bars, tabs or wide gaps. */
export function cells(text: string): string[] {
  const bars = text.split(/\s*\|\s*/).filter(Boolean);
  if (bars.length >= 2) return bars;
  const tabs = text.split(/\t+/).map((cell) => cell.trim()).filter(Boolean);
  if (tabs.length >= 2) return tabs;
  const gaps = text.split(/\s{3,}/).filter(Boolean);
  return gaps.length >= 3 || (gaps.length === 2 && /\p{N}/u.test(gaps[1] ?? '')) ? gaps : [text];
}

/** Lines of one page, with its number. */
export interface PageLines {
  page: number | null;
  lines: string[];
}

/** Drops lines at the top or bottom that come back on most pages (running heads, page numbers): they would match every question. */
export function withoutRunningLines(pages: readonly PageLines[]): PageLines[] {
  const counts = new Map<string, number>();
  for (const { page, lines } of pages) {
    const keys = edges(lines).flatMap((line) => runningKeys(line, page));
    for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const least = Math.max(3, pages.length * 0.5);
  return pages.map(({ page, lines }) => {
    const running = new Set(edges(lines).filter((line) => runningKeys(line, page).some((key) => (counts.get(key) ?? 0) >= least)));
    return { page, lines: lines.filter((line) => !running.has(line)) };
  });
}

/** A line as it stands, and with each of its numbers told by its distance from the page number. The total of a table must not count as running. */
function runningKeys(line: string, page: number | null): string[] {
  const text = line.trim();
  if (page === null) return [text];
  const numbers = [...text.matchAll(/\d{1,4}/g)].slice(0, 6);
  return [text, ...numbers.map((number) => `${text.slice(0, number.index)}#${Number(number[0]) - page}${text.slice(number.index + number[0].length)}`)];
}

/** The first and last two lines of a page that hold text. */
function edges(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim());
  return filled.length <= 4 ? filled : [...filled.slice(0, 2), ...filled.slice(-2)];
}
