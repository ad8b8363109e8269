import MiniSearch, { type Options } from 'minisearch';
import type { Section } from './section.js';

/** A section that matches, with its BM25 score: higher is better, comparable within one search only. */
export interface Hit extends Omit<Section, 'above'> {
  score: number;
}

type Entry = Section & { id: number };

/** Words that every question has. */
const STOP_WORDS = new Set(
  'a about an and any are as at be but by can could do does explain for from get give has have how i if in into is it its like many me my of on one or our please should so some tell that the their them there these they this to us use using want was we what when where which who why will with would you your'.split(' '),
);

const OPTIONS: Options<Entry> = {
  fields: ['heading', 'above', 'text'],
  storeFields: ['file', 'heading', 'text'],
  processTerm: (term) => {
    const word = term.toLowerCase();
    return word.length < 2 || STOP_WORDS.has(word) ? null : stem(word);
  },
  searchOptions: {
    boost: { heading: 3, above: 1.5 },
    prefix: (term) => term.length >= 4,
    fuzzy: (term) => (term.length >= 6 ? 1 : false),
    weights: { prefix: 0.5, fuzzy: 0.25 },
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

  /** Reads what {@link toJSON} gave. */
  static parse(json: string): DocsIndex {
    return new DocsIndex(MiniSearch.loadJSON(json, OPTIONS));
  }

  toJSON(): unknown {
    return this.index.toJSON();
  }

  /** The best sections for a question, best first. */
  search(query: string, limit: number): Hit[] {
    return this.index.search(query).slice(0, limit).map(({ file, heading, text, score }) => ({
      file: String(file),
      heading: String(heading),
      text: String(text),
      score: Math.round(score * 100) / 100,
    }));
  }
}

/** Cuts the commonest English endings, so that "invites" and "inviting" find "invite". */
function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ies|ing|ed|es|s|e|y)$/, '');
}
