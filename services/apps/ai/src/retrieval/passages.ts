import type { Document, Passage } from './document.js';
import { cells, kindOf, withoutRunningLines } from './lines.js';
import { sentences } from './sentences.js';

const TARGET = 420;
const LONGEST = 1200;

/** Cuts a document into passages in reading order. Headings go with what follows them, also over a page break. */
export function passagesOf(document: Document): Passage[] {
  const pages = withoutRunningLines(document.pages.map(({ page, text }) => ({ page, lines: clean(text).split('\n') })));
  const flowed = isFlowed(pages.flatMap(({ lines }) => lines));
  const found: Passage[] = [];
  let heading: string | null = null;
  for (const { page, lines } of pages) {
    heading = new PageReader({ document, page, flowed }, heading, found).read(lines);
  }
  return found;
}

class PageReader {
  private paragraph: string[] = [];
  private columns: string | null = null;

  constructor(
    private readonly place: { document: Document; page: number | null; flowed: boolean },
    private heading: string | null,
    private readonly found: Passage[],
  ) {}

  /** Appends the passages of the page; returns the heading that is open at its end. */
  read(lines: string[]): string | null {
    lines.forEach((line, index) => {
      const first = !lines[index - 1]?.trim();
      const text = line.trim();
      switch (kindOf(line, lines[index - 1], lines[index + 1], this.place.page !== null)) {
        case 'blank':
          this.flush();
          if (!lines[index + 1]?.trim()) this.columns = null;
          break;
        case 'heading':
          this.flush();
          this.columns = null;
          this.heading = text.replace(/^#+\s+/, '');
          this.push(this.heading);
          break;
        case 'row':
          this.flush();
          this.row(text, first);
          break;
        case 'item':
          this.flush();
          this.paragraph.push(text);
          break;
        case 'text':
          this.columns = null;
          this.paragraph.push(text);
          if (this.place.flowed) this.flush();
      }
    });
    this.flush();
    return this.heading;
  }

  private row(text: string, first: boolean): void {
    const row = cells(text).filter((cell) => !/^[-:=\s]+$/.test(cell));
    if (row.length === 0) return;
    const numbers = row.filter((cell) => /\p{N}/u.test(cell)).length;
    const header = numbers === 0 || (first && this.columns === null && numbers < row.length / 2 && !/\p{N}/u.test(row[0] ?? ''));
    if (this.columns === null && header) {
      this.columns = row.join(' | ');
      this.push(this.columns);
      return;
    }
    this.push(row.join(' | '));
  }

  private flush(): void {
    if (this.paragraph.length === 0) return;
    const text = joinLines(this.paragraph);
    this.paragraph = [];
    let part = '';
    for (const sentence of sentences(text).flatMap(pieces)) {
      if (part && part.length + sentence.length > TARGET) {
        this.push(part);
        part = '';
      }
      part = part ? `${part} ${sentence}` : sentence;
    }
    if (part) this.push(part);
  }

  private push(text: string): void {
    const { document, page } = this.place;
    const { fileId, fileName } = document;
    const heading = this.heading === text ? null : this.heading;
    this.found.push({ fileId, fileName, page, heading, text, columns: this.columns === text ? null : this.columns });
  }
}

/** Whether every line is a whole paragraph already, as good extractors give it, and not a printed line. */
function isFlowed(lines: string[]): boolean {
  const filled = lines.filter((line) => line.trim());
  return filled.filter((line) => line.length > 140).length > filled.length * 0.04;
}

/** Ligatures become letters; soft hyphens and other invisible marks go; no gap is wider than it needs to be to set columns apart. */
function clean(text: string): string {
  return text.normalize('NFKC').replace(/\r\n?/g, '\n').replace(/[\u00ad\u200b\ufeff\f]/g, '').replace(/[^\S\n\t]{9,}/g, '        ').replace(/\t{2,}/g, '\t');
}

/** Text without any full stop (a log, data on one line) is cut between words. */
function pieces(sentence: string): string[] {
  return sentence.length <= LONGEST ? [sentence] : (sentence.match(/\S[\s\S]{0,900}(?=\s|$)|\S{900}/g) ?? []);
}

/** Joins the lines of a paragraph and takes back hyphens at line ends ("Kündi-" + "gung"). */
function joinLines(lines: string[]): string {
  return lines.reduce((text, line) =>
    /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line) ? text.slice(0, -1) + line : `${text} ${line}`,
  ).replace(/\s+/g, ' ');
}
