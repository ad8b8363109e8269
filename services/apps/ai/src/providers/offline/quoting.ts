import { bestQuote } from '../../citations/quote.js';
import type { SourceList } from '../../citations/source-list.js';
import type { Passage } from '../../retrieval/document.js';
import type { Phrases } from './phrases.js';

/** Writes quotes with their place and citation mark. */
export class Quoting {
  constructor(
    private readonly phrases: Phrases,
    private readonly sources: SourceList,
  ) {}

  /** `On page 17 of report.pdf: “…” [1]` with the sentence that fits the question best. */
  answer(passage: Passage, question: string): string {
    const { where, table, heading, quoted } = this.phrases;
    const quote = bestQuote(passage.text, question);
    const place = where(passage.page, escapeMarkdown(passage.fileName));
    const about = passage.columns ? table(escapeMarkdown(passage.columns)) : passage.heading && !quote.includes(passage.heading) ? heading(escapeMarkdown(passage.heading)) : '';
    return `${place}${about}: ${quoted(escapeMarkdown(quote))} ${this.mark(passage, quote)}`;
  }

  /** A shorter line for further places. */
  also(passage: Passage, question: string): string {
    const quote = bestQuote(passage.text, question);
    return `- ${this.phrases.alsoWhere(passage.page, escapeMarkdown(passage.fileName))}: ${this.phrases.quoted(escapeMarkdown(quote))} ${this.mark(passage, quote)}`;
  }

  /** A line for a further section, by file and heading. */
  alsoUnder(section: Passage, quote: string): string {
    const heading = section.heading ? this.phrases.heading(escapeMarkdown(section.heading)) : '';
    return `- ${escapeMarkdown(section.fileName)}${heading}: ${this.phrases.quoted(escapeMarkdown(quote))} ${this.mark(section, quote)}`;
  }

  /** A quote without its place. */
  bare(passage: Passage, quote: string): string {
    return `${escapeMarkdown(quote)} ${this.mark(passage, quote)}`;
  }

  /** The citation mark of words of a passage. */
  mark(passage: Passage, quote: string): string {
    return `[${this.sources.number({ ...passage, text: quote })}]`;
  }
}

/** Quoted text must read as it stands: no emphasis, links, HTML, and no "[3]" of the document taken for a citation. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>|~]/g, '\\$&').replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_').replace(/^([#+-])(?=\s)/, '\\$1').replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');
}
