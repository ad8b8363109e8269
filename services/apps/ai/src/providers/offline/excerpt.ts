import { terms } from '../../retrieval/terms.js';

const LONGEST = 900;
const FENCE = /^\s*(?:```|~~~)/;
const LIST_ITEM = /^\s*(?:[-*+]|\d+[.)])\s/;

/** What a section of the manual says about a question, in Markdown: all of a short one, of a long one its beginning and the blocks that fit best. */
export function excerpt(markdown: string, question: string): string {
  const all = blocks(withoutLinks(markdown));
  const asked = new Set(terms(question));
  const ranked = all
    .map((text, index) => ({ text, index, worth: worthOf(text, index, asked) }))
    .sort((a, b) => b.worth - a.worth || a.index - b.index);
  const chosen = new Set<number>();
  let room = LONGEST;
  for (const { text, index } of ranked) {
    if (text.length > room && chosen.size > 0) continue;
    chosen.add(index);
    room -= text.length;
  }
  return all.filter((_, index) => chosen.has(index)).join('\n').trim();
}

/** The words of a piece of Markdown, for a quotation that is shown as it stands. */
export function plainText(markdown: string): string {
  return markdown
    .split('\n')
    .filter((line) => !FENCE.test(line) && !/^\s*\|[\s|:-]+\|\s*$/.test(line))
    .map((line) => line.replace(/\*\*|`/g, '').replace(/^\s*\|\s*|\s*\|\s*$/g, '').replace(/\\([\\[\]<>*_`])/g, '$1'))
    .join('\n')
    .trim();
}

/** A block of code is worth as much as what leads to it: it is what people copy. */
function worthOf(text: string, index: number, asked: ReadonlySet<string>): number {
  const held = new Set(terms(text).filter((term) => asked.has(term))).size;
  return held + (index === 0 ? 100 : 0) + (FENCE.test(text) ? 1.5 : 0);
}

/** Paragraphs, list items, tables and blocks of code, each with the blank line after it. */
function blocks(markdown: string): string[] {
  const found: string[] = [];
  let fenced = false;
  let fresh = true;
  for (const line of markdown.split('\n')) {
    const fence = FENCE.test(line);
    if (fresh || (!fenced && (fence || LIST_ITEM.test(line)))) found.push(line);
    else found[found.length - 1] += `\n${line}`;
    if (fence) fenced = !fenced;
    fresh = !fenced && (line.trim() === '' || fence);
  }
  return found;
}

/** Links read as their text, HTML and marks like "[3]" as they stand; code is left alone. */
function withoutLinks(markdown: string): string {
  return markdown
    .split(/((?:^|\n)\s*(?:```|~~~)[\s\S]*?\n\s*(?:```|~~~)|`[^`\n]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/!?\[([^\][]*)\](?:\([^()\s]*(?:\s"[^"]*")?\)|\[[^\][]*\])/g, '$1').replace(/[[\]<>]/g, '\\$&')))
    .join('');
}
