import MiniSearch, { type Options, type SearchResult } from 'minisearch';
import type { Section } from './section.js';
import { tellingTerms, tokenize, toTerm } from './terms.js';

/** A section that matches, with its score: higher is better, comparable within one search only. */
export interface Hit extends Omit<Section, 'above'> {
  score: number;
}

type Entry = Section & { id: number };

/** Who asks wants to use Mateship first, and to know how it is built second. */
const WORTH: readonly (readonly [RegExp, number])[] = [
  [/^docs\/guides\//, 1.5],
  [/^README\.md$/, 1.2],
  [/^docs\//, 0.9],
];
const WORTH_OF_OTHERS = 0.75;

const OPTIONS: Options<Entry> = {
  fields: ['heading', 'above', 'text'],
  storeFields: ['file', 'heading', 'text'],
  tokenize,
  processTerm: toTerm,
  searchOptions: {
    boost: { heading: 3, above: 1.5 },
    prefix: (term) => term.length >= 4,
    fuzzy: (term) => (term.length >= 6 ? 1 : false),
    weights: { prefix: 0.5, fuzzy: 0.25 },
    tokenize: (terms) => terms.split(' '),
    processTerm: (term) => term,
  },
};

/** A full-text index over sections. */
export class DocsIndex {
  private readonly index: MiniSearch<Entry>;

  private constructor(index: MiniSearch<Entry>) {
    this.index = index;
  }

  static of(sections: Section[]): DocsIndex {
    const index = new MiniSearch(OPTIONS);
    index.addAll(sections.map((section, id) => ({ ...section, id })));
    return new DocsIndex(index);
  }

  /** The best sections for a question, best first. */
  search(query: string, limit: number): Hit[] {
    const question = { asked: tellingTerms(query), words: tokenize(query).join(' ').toLowerCase() };
    return this.index
      .search(question.asked.join(' '))
      .filter((found) => isAbout(found, question.asked))
      .map((found) => toHit(found, question))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  }
}

/** A section that holds one word of many is no answer: it has to hold most of them, or some with one in its heading. */
function isAbout({ queryTerms, heading }: SearchResult, asked: readonly string[]): boolean {
  const held = share(asked, queryTerms);
  if (held >= 0.6) return true;
  const named = share(asked, tellingTerms(String(heading))) > 0;
  return named && (held >= 0.5 || (asked.length >= 4 && held * asked.length >= 2));
}

/** BM25 adds up words; a section is meant that holds more of the question, and whose heading says nothing else or the very same. */
function toHit(found: SearchResult, { asked, words }: { asked: readonly string[]; words: string }): Hit {
  const [file, heading, text] = [String(found['file']), String(found['heading']), String(found['text'])];
  const worth = WORTH.find(([pattern]) => pattern.test(file))?.[1] ?? WORTH_OF_OTHERS;
  const title = tokenize(heading).join(' ').toLowerCase();
  const same = title.includes(words) || (title.includes(' ') && words.includes(title)) ? 1.5 : 1;
  const score = found.score * worth * same * (0.3 + share(asked, found.queryTerms) ** 2) * (1 + share(tellingTerms(heading), asked));
  return { file, heading, text, score: Math.round(score * 100) / 100 };
}

/** Which part (0–1) of the terms is among the others. */
function share(terms: readonly string[], others: readonly string[]): number {
  return terms.length === 0 ? 0 : terms.filter((term) => others.includes(term)).length / terms.length;
}
