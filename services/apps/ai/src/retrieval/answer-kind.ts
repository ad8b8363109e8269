import { terms } from './terms.js';

export type AnswerKind = 'number' | 'time' | 'person' | 'definition' | null;

const ASKS_TIME = /\b(?:when|how long|what (?:year|date|day)|deadline|wann|wie lange?|welche[nms]? (?:jahr|tag|datum)|frist)\b/i;
const ASKS_AMOUNT = /\b(?:how (?:many|much|high|large|big|far|old|fast|heavy|wide)|wie (?:viele?|hoch|gro(?:ß|ss)|weit|alt|schnell|schwer|breit)|wieviele?)(?!\p{L})/iu;
const QUANTITY =
  /\b(?:share|percentage|percent|rate|price|costs?|fee|amount|revenue|turnover|profit|total|sum|average|population|size|length|width|height|weight|temperature|pressure|budget|salary|rent|score|number|preis|kosten|anteil|umsatz|gewinn|betrag|höhe|gebühr|miete|summe|gehalt|prozent(?:satz)?|anzahl|temperatur|druck)(?!\p{L})/iu;
const ASKS_PERSON = /\b(?:who|whom|whose|wer|wen|wem)\b/i;
const ASKS_MEANING = /^\s*(?:what (?:is|are|does)|define|was (?:ist|sind|bedeutet))\b/i;

const DATE =
  /\b(?:1[5-9]|20)\d{2}\b|\b\d{1,2}[.:/-]\d{1,2}\b|\b(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|tage?n?|wochen?|monate?n?|jahre?n?|stunden?|januar|februar|märz|mai|juni|juli|oktober|dezember|january|february|march|april|may|june|july|august|september|october|november|december)\b/i;
const NUMERAL = /\p{N}|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|zwanzig)\b/iu;
const NAME = /\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+/u;
const MEANING = /^(.{1,80}?),?\s(?:is|are|means?|shall mean|refers? to|denotes|ist|sind|bedeutet|bezeichnet)\s/i;

const LONGEST_SUBJECT = 80;

/** What kind of thing a question asks for, as far as its words tell. */
export function answerKind(question: string): AnswerKind {
  if (ASKS_TIME.test(question)) return 'time';
  if (ASKS_AMOUNT.test(question) || QUANTITY.test(question)) return 'number';
  if (ASKS_PERSON.test(question)) return 'person';
  return ASKS_MEANING.test(question) ? 'definition' : null;
}

/** How much more a text is worth because it can hold an answer of that kind; 1 when it cannot. */
export function kindBonus(kind: AnswerKind, text: string, asked: readonly string[]): number {
  switch (kind) {
    case 'number':
      return NUMERAL.test(text) ? 1.35 : 1;
    case 'time':
      return DATE.test(text) ? 1.3 : 1;
    case 'person':
      return NAME.test(text) ? 1.2 : 1;
    case 'definition': {
      const subject = new Set(terms(MEANING.exec(text)?.[1] ?? ''));
      const besides = asked.every((term) => subject.has(term)) ? subject.size - asked.length : Infinity;
      if (besides <= 0) return 2;
      if (beginsWith(text, asked)) return 1.6;
      return besides === 1 ? 1.3 : 1;
    }
    default:
      return 1;
  }
}

/** Whether a text begins with what is asked for: "glob elements have a pattern attribute", and not "The glob-list element has". */
function beginsWith(text: string, asked: readonly string[]): boolean {
  const first = terms(text.slice(0, LONGEST_SUBJECT)).slice(0, asked.length);
  return asked.every((term, index) => first[index] === term);
}
