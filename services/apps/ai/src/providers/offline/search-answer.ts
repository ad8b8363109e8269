import type { Asked } from '../../documents/file-context.js';
import { PassageIndex, type Hit } from '../../retrieval/passage-index.js';
import type { Passage } from '../../retrieval/document.js';
import type { Phrases } from './phrases.js';
import type { Quoting } from './quoting.js';

const LEAST_COVERAGE = 0.25;
const SURE_COVERAGE = 0.5;
const CLOSE = 0.7;
const FURTHER = 2;

/** Quotes that answer a question; not `sure` when they are only the closest that was found. */
export interface SearchAnswer {
  text: string;
  sure: boolean;
}

/** Answers a question with the best passages; null when none fits. */
export function searchAnswer(passages: readonly Passage[], asked: Asked, phrases: Phrases, quoting: Quoting): SearchAnswer | null {
  const hits = new PassageIndex(passages).find(asked.question, 8, asked.before);
  const best = hits[0];
  if (!best || best.coverage < LEAST_COVERAGE) return null;
  const lines = [quoting.answer(best.passage, asked.question)];
  const sure = best.coverage >= SURE_COVERAGE;
  if (!sure) lines.unshift(phrases.closest);
  const further = alsoWorthIt(best, hits).map(({ passage }) => quoting.also(passage, asked.question));
  if (further.length > 0) lines.push([`${phrases.also}:`, '', ...further].join('\n'));
  return { text: lines.join('\n\n'), sure };
}

function alsoWorthIt(best: Hit, hits: readonly Hit[]): Hit[] {
  return hits
    .slice(1)
    .filter((hit) => hit.score >= best.score * CLOSE && hit.coverage >= LEAST_COVERAGE && hit.passage.text !== best.passage.text && !isTitle(hit.passage))
    .slice(0, FURTHER);
}

function isTitle({ text }: Passage): boolean {
  return text.length < 60 && !/[.!?|]/.test(text.replace(/^[\d.]+/, ''));
}
