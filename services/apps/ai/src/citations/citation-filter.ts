import type { Source, SourceList } from './source-list.js';

export type CitedPart = { text: string } | { source: Source };

const MARK = /[ \t]{0,2}(?:\[\s*\d{1,4}(?:\s*[,;]\s*\d{1,4})*\s*\](?!\()|【\d{1,4}[^】]{0,20}】)/g;
const OPEN_MARK = /[ \t]{0,2}(?:\[[\s\d,;]{0,40}|【[^】]{0,25})?$/;
const FENCE = /```|`/g;
const CLAIM = 400;

/**
 * Passes an answer on as it streams, drops citation marks that point to nothing and announces each source when it is
 * first cited. A mark may be cut anywhere by the stream, so an open one is held back. Code is left as it is.
 */
export class CitationFilter {
  private held = '';
  private claim = '';
  private fence: string | null = null;
  private readonly cited = new Set<number>();

  constructor(
    private readonly sources: SourceList,
    private readonly question: string,
  ) {}

  push(delta: string): CitedPart[] {
    const text = this.held + delta;
    const holdFrom = this.fence === null ? openMark(text) : trailingTicks(text);
    this.held = text.slice(holdFrom);
    return this.pass(text.slice(0, holdFrom));
  }

  /** What was still held back; to be called when the stream is over. */
  flush(): CitedPart[] {
    const text = this.held;
    this.held = '';
    return this.pass(text);
  }

  private pass(text: string): CitedPart[] {
    const parts: CitedPart[] = [];
    let from = 0;
    let shown = '';
    for (const tick of text.matchAll(FENCE)) {
      shown += this.segment(text.slice(from, tick.index), parts) + tick[0];
      from = tick.index + tick[0].length;
      if (this.fence === null) this.fence = tick[0];
      else if (this.fence === tick[0]) this.fence = null;
    }
    shown += this.segment(text.slice(from), parts);
    return shown ? [{ text: shown }, ...parts] : parts;
  }

  private segment(text: string, parts: CitedPart[]): string {
    if (this.fence === null) {
      text = text.replace(MARK, (mark, offset: number) => this.mark(mark, text.slice(0, offset), parts));
    } else if (this.fence === '`' && text.includes('\n\n')) this.fence = null;
    this.claim = (this.claim + text).slice(-CLAIM);
    return text;
  }

  private mark(mark: string, before: string, parts: CitedPart[]): string {
    const numbers = (mark.match(/\d{1,4}/g) ?? []).map(Number).slice(0, mark.includes('【') ? 1 : undefined);
    const known = [...new Set(numbers)].filter((n) => this.sources.has(n));
    for (const n of known) {
      if (this.cited.has(n)) continue;
      this.cited.add(n);
      const source = this.sources.source(n, `${lastSentence(this.claim + before)} ${this.question}`);
      if (source) parts.push({ source });
    }
    const space = known.length > 0 ? (/^[ \t]*/.exec(mark)?.[0] ?? '') : '';
    return space + known.map((n) => `[${n}]`).join('');
  }
}

function openMark(text: string): number {
  const mark = OPEN_MARK.exec(text);
  return Math.min(mark ? mark.index : text.length, trailingTicks(text));
}

/** Where a run of backticks at the end begins: more of them may follow, and only then it is known what they open. */
function trailingTicks(text: string): number {
  let start = text.length;
  while (text[start - 1] === '`') start -= 1;
  return start;
}

function lastSentence(text: string): string {
  const start = Math.max(text.lastIndexOf('. '), text.lastIndexOf('\n'), text.lastIndexOf('! '), text.lastIndexOf('? '));
  return text.slice(start + 1);
}
