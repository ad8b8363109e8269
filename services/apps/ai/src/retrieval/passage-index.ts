import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Passage } from './document.js';
import { answerKind, kindBonus } from './answer-kind.js';
import { Postings, type PassageTerms } from './postings.js';
import { clip } from './sentences.js';
import { queryTerms, stem, words } from './terms.js';

/** A passage with how well it fits; `coverage` is the share (0–1) of the question's weight that it holds. */
export interface Hit {
  passage: Passage;
  score: number;
  coverage: number;
}

/** Up to so many words a question is taken to lean on the one before it, whose words count that much. */
const LEANS_UP_TO = 3;
const BACKGROUND = 0.35;
const WHOLE_UP_TO = 700;
const RANKED = 1500;
const CONSIDERED = 60;
const LONGEST_QUESTION = 2000;
const MOST_TERMS = 40;
const RANKING: SearchOptions = {
  boost: { text: 1, heading: 0.6, columns: 0.6, near: 0.15 },
  prefix: (term) => term.length >= 4,
  fuzzy: (term) => (term.length >= 6 && !/\d/.test(term) ? 0.17 : false),
  weights: { prefix: 0.4, fuzzy: 0.25 },
  bm25: { k: 1.2, b: 0.5, d: 0.5 },
};

const EMPTY = { text: '', heading: '', columns: '', near: '' };

interface Row extends PassageTerms {
  id: number;
  near: string;
}

/**
 * BM25 over the passages of one conversation's files. A passage is also found by its heading, by the header of its
 * table and, weakly, by its neighbours on the page; passages that hold more of what is asked come first.
 */
export class PassageIndex {
  private readonly postings: Postings;

  constructor(private readonly passages: readonly Passage[]) {
    this.postings = new Postings(passages.length, passages);
  }

  /** The best passages for a question, best first. A short question leans on the one before it: "And in the South?". */
  find(question: string, limit: number, before: string | null = null): Hit[] {
    const own = queryTerms(clip(question, LONGEST_QUESTION)).slice(0, MOST_TERMS);
    const earlier = own.length <= LEANS_UP_TO && before !== null ? queryTerms(clip(before, LONGEST_QUESTION)).slice(0, MOST_TERMS).filter((term) => !own.includes(term)) : [];
    const asked = own.length > 0 ? own : earlier;
    const all = [...new Set([...asked, ...earlier])];
    if (all.length === 0) return [];
    const weight = (term: string) => this.postings.rarity(term) * (asked.includes(term) ? 1 : BACKGROUND);
    const share = (of: readonly string[], held: (term: string) => number) => of.reduce((sum, term) => sum + weight(term) * held(term), 0) / of.reduce((sum, term) => sum + weight(term), 0);
    const kind = answerKind(question) ?? (earlier.length > 0 ? answerKind(before ?? '') : null);
    return this.rank(all)
      .search(all.join(' '), {
        boostTerm: (term) => (asked.includes(term) ? 1 : BACKGROUND),
        ...RANKING,
      })
      .slice(0, CONSIDERED)
      .flatMap(({ id, score, match, queryTerms: matched }) => {
        const passage = this.passages[id as number];
        const found = Object.keys(match).filter((term) => match[term]?.some((field) => field !== 'near'));
        const held = (term: string) => (matched.includes(term) ? closeness(term, found, match) : 0);
        const coverage = share(asked, held);
        if (!passage || found.length === 0 || coverage === 0) return [];
        const whole = share(all, held);
        const bonus = (0.25 + whole * whole) * (1 + 0.15 * adjacent(passage.text, asked)) * kindBonus(kind, passage.text, asked);
        return [{ passage, coverage, score: score * bonus * (isBare(passage) ? 0.35 : 1) }];
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  /** A search for one question. Of a long document only the passages that may fit are taken in; the others count, but stay empty. */
  private rank(asked: readonly string[]): MiniSearch<Row> {
    const search = new MiniSearch<Row>({ fields: ['text', 'heading', 'columns', 'near'], tokenize: (text) => text.split(' '), processTerm: (term) => term || null });
    const all = this.postings.fields;
    const taken = new Set(all.length <= WHOLE_UP_TO ? all.keys() : this.postings.candidates(asked, RANKED));
    search.addAll(all.map((fields, id) => (taken.has(id) ? { id, ...fields, near: this.near(id) } : { id, ...EMPTY })));
    return search;
  }

  private near(id: number): string {
    const passage = this.passages[id];
    return [id - 1, id + 1]
      .filter((other) => this.passages[other]?.page === passage?.page && this.passages[other]?.fileId === passage?.fileId)
      .map((other) => this.postings.fields[other]?.text ?? '')
      .join(' ');
  }
}

/** How surely a passage holds a term: itself, as the start of a longer word, only next to it, or a similar word. */
function closeness(term: string, own: readonly string[], match: Readonly<Record<string, unknown>>): number {
  if (own.includes(term)) return 1;
  if (own.some((other) => other.startsWith(term))) return 0.8;
  return term in match ? 0.35 : 0.5;
}

/** How many of the question's neighbouring words also stand side by side here. */
function adjacent(text: string, asked: readonly string[]): number {
  if (asked.length < 2) return 0;
  const line = ` ${words(text).map(stem).join(' ')} `;
  return asked.slice(1).filter((term, index) => line.includes(` ${asked[index]} ${term} `)).length;
}

/** A heading, a table header or an entry of a table of contents: it names the topic but answers nothing. */
function isBare(passage: Passage): boolean {
  if (/(?:…|\.{3,})\s*\|?\s*\d+$/.test(passage.text)) return true;
  return passage.text.length < 80 && !/[.!?:;]$/.test(passage.text) && !/\d/.test(passage.text) && !passage.columns;
}
