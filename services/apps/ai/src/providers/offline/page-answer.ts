import type { Document } from '../../retrieval/document.js';
import { passagesOf } from '../../retrieval/passages.js';
import { clip } from '../../retrieval/sentences.js';
import { MAX_QUOTE } from '../../citations/quote.js';
import type { Phrases } from './phrases.js';
import { escapeMarkdown, type Quoting } from './quoting.js';

const MOST_PAGES = 3;
const MOST_CHARACTERS = 1200;

/** What stands on a page, quoted passage by passage. */
export function pageAnswer(document: Document, { from, to }: { from: number; to: number }, phrases: Phrases, quoting: Quoting): string {
  const file = escapeMarkdown(document.fileName);
  const count = document.pageCount ?? 1;
  if (from < 1 || from > count) return phrases.noPage(from, file, count);
  const passages = passagesOf(document);
  const answers: string[] = [];
  for (let page = from; page <= Math.min(to, count, from + MOST_PAGES - 1); page += 1) {
    const onPage = passages.filter((passage) => document.pageCount === null || passage.page === page);
    if (onPage.length === 0) {
      answers.push(phrases.emptyPage(page, file));
      continue;
    }
    const lines: string[] = [];
    let room = MOST_CHARACTERS;
    for (const passage of onPage) {
      if (room <= 0) {
        lines.push(phrases.more);
        break;
      }
      const quote = clip(passage.text, MAX_QUOTE);
      room -= quote.length;
      lines.push(`> ${quoting.bare(passage, quote)}`);
    }
    answers.push([phrases.pageIs(page, file), ...lines].join('\n\n'));
  }
  return answers.join('\n\n');
}
