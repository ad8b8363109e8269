import { fold } from '../../retrieval/terms.js';
import type { PreprocessOutput } from './preprocess.contract.js';

const DEMANDING = /\b(?:why|explain|compare|analy[sz]e|evaluate|design|plan|strategy|trade-?offs?|step by step|derive|prove|optimi[sz]e|refactor|debug|implement|architecture|warum|erklaere|vergleiche|analysiere|bewerte|entwirf|beweise|optimiere|schritt fuer schritt)\b/g;
const LONG_WORDS = 60;
const VERY_LONG_WORDS = 250;

/** How much thought a message takes, guessed from its length, its verbs, code and the number of its questions. */
export function judgeDifficulty(text: string): PreprocessOutput['difficulty'] {
  const words = text.split(/\s+/).length;
  const demands = new Set(fold(text.slice(0, 20_000)).match(DEMANDING) ?? []).size;
  const code = /```|[{};]\s*\n/.test(text) ? 1 : 0;
  const questions = (text.match(/\?/g) ?? []).length > 2 ? 1 : 0;
  const points = demands + code + questions + (words > LONG_WORDS ? 1 : 0) + (words > VERY_LONG_WORDS ? 1 : 0);
  return points >= 3 ? 'hard' : points >= 1 ? 'medium' : 'easy';
}
