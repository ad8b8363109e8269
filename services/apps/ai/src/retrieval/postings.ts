import type { Passage } from './document.js';
import { terms } from './terms.js';

const PREFIX_LENGTH = 4;
const SPELLING_LENGTH = 6;

/** The terms of a passage by field, joined by blanks. */
export interface PassageTerms {
  text: string;
  heading: string;
  columns: string;
}

/** Which passage holds which term. It is quick to make, so that only the passages that may fit need to be ranked. */
export class Postings {
  private readonly lists = new Map<string, number[]>();
  private readonly known = new Map<string, string>();
  readonly fields: PassageTerms[];

  constructor(readonly size: number, passages: readonly Passage[]) {
    this.fields = passages.map((passage, id) => {
      const fields = { text: this.termsOf(passage.text), heading: this.termsOf(passage.heading ?? ''), columns: this.termsOf(passage.columns ?? '') };
      for (const term of new Set(`${fields.text} ${fields.heading} ${fields.columns}`.split(' '))) this.add(term, id);
      return fields;
    });
  }

  /** How telling a term is: the fewer passages hold it, the more. */
  rarity(term: string): number {
    return Math.log(1 + (this.size + 0.5) / ((this.lists.get(term)?.length ?? 0) + 0.5));
  }

  /** The passages that hold a term, a longer word that begins with it or, for a word that is not known, one that looks alike; most telling first. */
  candidates(asked: readonly string[], most: number): number[] {
    const weights = new Map<number, number>();
    for (const term of asked) {
      const weight = this.rarity(term);
      for (const id of this.alike(term)) weights.set(id, (weights.get(id) ?? 0) + weight);
    }
    const ids = [...weights.keys()];
    return ids.length <= most ? ids : ids.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0)).slice(0, most);
  }

  private alike(term: string): Set<number> {
    const found = new Set(this.lists.get(term));
    const misspelt = found.size === 0 && term.length >= SPELLING_LENGTH;
    if (term.length < PREFIX_LENGTH) return found;
    const start = misspelt ? term.slice(0, 2) : term;
    for (const [word, ids] of this.lists) if (word.startsWith(start)) for (const id of ids) found.add(id);
    return found;
  }

  private add(term: string, id: number): void {
    if (!term) return;
    const list = this.lists.get(term);
    if (list) list.push(id);
    else this.lists.set(term, [id]);
  }

  /** Headings and table headers come back with every passage below them. */
  private termsOf(text: string): string {
    let found = this.known.get(text);
    if (found === undefined) {
      found = terms(text).join(' ');
      if (text.length < 200) this.known.set(text, found);
    }
    return found;
  }
}
