import { clip, sentences } from '../retrieval/sentences.js';
import { terms } from '../retrieval/terms.js';

/** Longest quote of a citation, in characters. */
export const MAX_QUOTE = 300;

/** Of two parts that share as much with the claim, the one that says less besides is meant. */
const LENGTH_PENALTY = 0.02;

/** The part of a passage that best supports a claim: it shares the most words with it. At most 300 characters. */
export function bestQuote(text: string, claim: string): string {
  const whole = text.replace(/\s+/g, ' ').trim();
  if (whole.length <= MAX_QUOTE) return whole;
  const wanted = new Set(terms(claim));
  const parts = text.split(/\n+/).flatMap((line) => sentences(line.trim()));
  const best = parts.reduce(
    (top, part, index) => {
      const held = terms(part);
      const worth = new Set(held.filter((term) => wanted.has(term))).size - held.length * LENGTH_PENALTY;
      return worth > top.worth ? { worth, index } : top;
    },
    { worth: -Infinity, index: 0 },
  );
  return clip(grow(parts, best.index), MAX_QUOTE);
}

/** Adds the sentences that follow while they fit, so that "It is 14 days." does not stand alone. */
function grow(parts: string[], index: number): string {
  let quote = parts[index] ?? '';
  const before = parts[index - 1];
  if (quote.length < 60 && before && before.length + quote.length < MAX_QUOTE) quote = `${before} ${quote}`;
  for (const part of parts.slice(index + 1)) {
    if (quote.length >= 120 || quote.length + part.length >= MAX_QUOTE) break;
    quote = `${quote} ${part}`;
  }
  return quote;
}
