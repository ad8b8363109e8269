import { MAX_QUOTE } from '../../citations/quote.js';
import type { Passage } from '../../retrieval/document.js';
import { clip } from '../../retrieval/sentences.js';
import { queryTerms, terms } from '../../retrieval/terms.js';
import { excerpt, plainText } from './excerpt.js';
import type { Phrases } from './phrases.js';
import { escapeMarkdown, type Quoting } from './quoting.js';

const SURE_COVERAGE = 0.5;
const FURTHER = 2;
const SHORT_QUOTE = 200;

/** Answers a question with the sections of the manual that support/search found, best first; null when it found none. */
export function manualAnswer(sections: readonly Passage[], question: string, phrases: Phrases, quoting: Quoting): string | null {
  const [best, ...others] = sections;
  const asked = queryTerms(question);
  const held = best ? coveredBy(best, asked) : [];
  if (!best || held.length === 0) return null;
  const further = addingTo(held, others, asked);
  const known = new Set([...held, ...further.flatMap((section) => coveredBy(section, asked))]);
  const lines = known.size < asked.length * SURE_COVERAGE ? [phrases.closest] : [];
  lines.push(quoteSection(best, question, phrases, quoting));
  const also = further.map((section) => quoting.alsoUnder(section, beginning(excerpt(section.text, question), SHORT_QUOTE)));
  if (also.length > 0) lines.push([`${phrases.also}:`, '', ...also].join('\n'));
  return lines.join('\n\n');
}

function quoteSection(section: Passage, question: string, { manual }: Phrases, quoting: Quoting): string {
  const shown = excerpt(section.text, question);
  const lead = manual(escapeMarkdown(section.fileName), escapeMarkdown(section.heading ?? section.fileName));
  const quote = shown.split('\n').map((line) => `> ${line}`.trimEnd());
  return [`${lead} ${quoting.mark(section, beginning(shown, MAX_QUOTE))}:`, '', ...quote].join('\n');
}

/** The manual says the main thing first, so that is what is cited. */
function beginning(markdown: string, most: number): string {
  return clip(plainText(markdown).replace(/\s+/g, ' '), most);
}

/** A question may ask two things at once: sections whose headings name what is still missing. */
function addingTo(held: readonly string[], others: readonly Passage[], asked: readonly string[]): Passage[] {
  const known = new Set(held);
  const adding = others.filter(({ heading }) => {
    const named = terms(heading ?? '').filter((term) => asked.includes(term) && !known.has(term));
    named.forEach((term) => known.add(term));
    return named.length > 0;
  });
  return adding.slice(0, FURTHER);
}

function coveredBy({ heading, text }: Passage, asked: readonly string[]): string[] {
  const words = terms(`${heading ?? ''} ${text}`);
  return asked.filter((term) => words.some((word) => word === term || (term.length >= 4 && word.startsWith(term))));
}
