import type { Document, OutlineEntry, Passage } from '../../retrieval/document.js';
import { passagesOf } from '../../retrieval/passages.js';
import { clip, sentences } from '../../retrieval/sentences.js';
import type { Phrases } from './phrases.js';
import { escapeMarkdown, type Quoting } from './quoting.js';

const MOST_PARTS = 8;
const MOST_ENTRIES = 40;
const LONGEST_SENTENCE = 220;

/** The outline that the file itself brings, else the headings that were found in its text. */
export function outlineAnswer(document: Document, phrases: Phrases): string {
  const entries = document.outline.length > 0 ? document.outline : headings(passagesOf(document));
  if (entries.length === 0) return phrases.noOutline(escapeMarkdown(document.fileName));
  const lines = entries.slice(0, MOST_ENTRIES).map(({ title, page, level }) => `${'  '.repeat(Math.min(level, 4) - 1)}- ${escapeMarkdown(title)}${page === null ? '' : ` (${phrases.page(page)})`}`);
  if (entries.length > MOST_ENTRIES) lines.push('- …');
  return [phrases.outline(escapeMarkdown(document.fileName)), '', ...lines].join('\n');
}

/** Headings with the first sentence of what follows; without headings, the first sentences of some pages. */
export function summaryAnswer(document: Document, passages: Passage[], phrases: Phrases, quoting: Quoting): string {
  const running = passages.filter(({ text }) => text.length >= 40 && /[.!?:]["”“)]?$/.test(text));
  const bodies = running.length > 0 ? running : passages;
  const parts = firstOf(bodies, ({ heading }) => heading);
  const chosen = spread(parts.length >= 3 ? parts : firstOf(bodies, ({ page, text }) => (page === null ? text : String(page))));
  const lines = chosen.map((passage) => {
    const sentence = clip(sentences(passage.text)[0] ?? passage.text, LONGEST_SENTENCE);
    const title = passage.heading ? `**${escapeMarkdown(passage.heading)}**: ` : '';
    return `- ${title}${quoting.bare(passage, sentence)}`;
  });
  return [phrases.summary(escapeMarkdown(document.fileName), document.pageCount), '', ...lines].join('\n');
}

function headings(passages: readonly Passage[]): OutlineEntry[] {
  return firstOf(passages, ({ heading }) => heading)
    .filter(({ heading }) => heading !== null)
    .map(({ heading, page }) => ({ title: heading ?? '', page, level: 1 }));
}

function firstOf(passages: readonly Passage[], key: (passage: Passage) => string | null): Passage[] {
  const seen = new Set<string | null>();
  return passages.filter((passage) => {
    const value = key(passage);
    if (seen.has(value)) return false;
    seen.add(value);
    return true;
  });
}

/** At most eight, from all over the document. */
function spread<T>(items: readonly T[]): T[] {
  if (items.length <= MOST_PARTS) return [...items];
  return Array.from({ length: MOST_PARTS }, (_, index) => items[Math.floor((index * items.length) / MOST_PARTS)] as T);
}
