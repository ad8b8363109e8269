import type { Asked } from '../../documents/file-context.js';
import { PassageIndex, type Hit } from '../../retrieval/passage-index.js';
import type { Passage } from '../../retrieval/document.js';
import type { Phrases } from './phrases.js';
import type { Quoting } from './quoting.js';

const LEAST_COVERAGE = 0.25;
const SURE_COVERAGE = 0.5;
const CLOSE = 0.7;
const FURTHER = 2;

/** Answers a question with the best passages; null when none fits. */
export function searchAnswer(passages: readonly Passage[], asked: Asked, phrases: Phrases, quoting: Quoting): string | null {
  const hits = new PassageIndex(passages).find(asked.question, 8, asked.before);
  const best = hits[0];
  if (!best || best.coverage < LEAST_COVERAGE) return null;
  const lines = [quoting.answer(best.passage, asked.question)];
  if (best.coverage < SURE_COVERAGE) lines.unshift(phrases.closest);
  const further = alsoWorthIt(best, hits).map(({ passage }) => quoting.also(passage, asked.question));
  if (further.length > 0) lines.push([`${phrases.also}:`, '', ...further].join('\n'));
  return lines.join('\n\n');
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
