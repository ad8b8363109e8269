import type { AiSource } from '@mateship/contracts';
import type { z } from 'zod';
import type { Passage } from '../retrieval/document.js';
import { bestQuote } from './quote.js';

export type Source = z.infer<typeof AiSource>;
export type Citable = Pick<Passage, 'fileId' | 'fileName' | 'page' | 'heading' | 'text'>;

/** The numbered passages of one run. The same passage keeps its number however often it is found. */
export class SourceList {
  private readonly passages: Citable[] = [];
  private readonly numbers = new Map<string, number>();

  /** The number under which a passage may be cited, counted from 1. */
  number(passage: Citable): number {
    const key = JSON.stringify([passage.fileId, passage.fileName, passage.page, passage.text]);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.passages.push(passage);
    this.numbers.set(key, this.passages.length);
    return this.passages.length;
  }

  has(n: number): boolean {
    return n >= 1 && n <= this.passages.length;
  }

  /** The source behind [n], with the sentence that best supports `claim`. */
  source(n: number, claim: string): Source | null {
    const passage = this.passages[n - 1];
    if (!passage) return null;
    const { fileId, fileName, page, heading, text } = passage;
    return { n, fileId, fileName, page, heading, quote: bestQuote(text, claim) };
  }
}
