import type { Document, Passage } from '../../retrieval/document.js';
import { passagesOf } from '../../retrieval/passages.js';
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
    const onPage = passages.filter((passage) => (document.pageCount === null || passage.page === page) && /\p{L}/u.test(passage.text));
    answers.push(onPage.length === 0 ? phrases.emptyPage(page, file) : quotePage(onPage, [phrases.pageIs(page, file), phrases.more], quoting));
  }
  return answers.join('\n\n');
}

/** The passages as one quotation with one citation. */
function quotePage(passages: Passage[], [opening = '', more = '']: string[], quoting: Quoting): string {
  const shown: Passage[] = [];
  let room = MOST_CHARACTERS;
  for (const passage of passages) {
    if (room <= 0) break;
    room -= passage.text.length;
    shown.push(passage);
  }
  const mark = shown[0] ? quoting.mark(shown[0], shown.map(({ text }) => text).join('\n')) : '';
  const quote = shown.map(({ text }) => `> ${escapeMarkdown(text)}`).join('\n>\n');
  return [opening, `${quote} ${mark}`, ...(shown.length < passages.length ? [more] : [])].join('\n\n');
}
