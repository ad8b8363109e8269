/** Words that every question has. */
const STOP_WORDS = words(
  'a about all an and any are as at be because but by can cannot could did do does everything explain for from get give had has have here how i if in into is it its just kind know like make makes making many may me more much must my need no not of on one or our please really should show so some still tell that the their them then there these they thing things this to too us use used using very want was we what when where which while who why will with work working works would you your',
);

/** The name of the platform and words for who is meant: beside other words they tell nothing. */
const BYWORDS = words(
  'mateship anybody anyone boss colleague colleagues coworker coworkers employee employees friend friends member members people person persons somebody someone staff teammate teammates user users',
);

/** What is written as two words, and other words that mean the same here. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bteam[- ]?mate(s?)\b/gi, 'teammate$1'],
  [/\bco-worker(s?)\b/gi, 'coworker$1'],
  [/\bback(?:s|ed|ing)?[- ]up(?:s?)\b/gi, 'backup'],
  [/\b(?:sign|log)(?:s|ged|ging|ning|ing|ed)?[- ]in\b/gi, 'signin'],
  [/\b(?:sign|log)(?:s|ged|ging|ning|ing|ed)?[- ]out\b/gi, 'signout'],
  [/\bset(?:s|ting)?[- ]up\b/gi, 'setup'],
  [/\bllms?\b/gi, 'language model'],
];
const SAME = new Map(
  Object.entries({ login: 'signin', upgrade: 'update', upgrading: 'update', remove: 'delete', removing: 'delete', erase: 'delete', forgotten: 'forgot', forget: 'forgot', docker: 'container' }),
);

/** The words of a text as the index keeps them. */
export function tokenize(text: string): string[] {
  const joined = PHRASES.reduce((result, [pattern, word]) => result.replace(pattern, word), text);
  return joined.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** The term of a word; null when the word tells nothing. */
export function toTerm(word: string): string | null {
  const lower = word.toLowerCase();
  return lower.length < 2 || STOP_WORDS.has(lower) ? null : stem(SAME.get(lower) ?? lower);
}

/** The terms of a text that tell what it is about, each once. */
export function tellingTerms(text: string): string[] {
  const all = tokenize(text).filter((word) => toTerm(word) !== null);
  const telling = all.filter((word) => !BYWORDS.has(word.toLowerCase()));
  return [...new Set((telling.length > 0 ? telling : all).flatMap((word) => toTerm(word) ?? []))];
}

/** Cuts the commonest English endings, so that "invites" and "inviting" find "invite", and "running" finds "run". */
function stem(word: string): string {
  if (word.length < 5) return word;
  const base = word.replace(/(?:ies|ing|ed|es|s|e|y)$/, '');
  return /(?:ing|ed)$/.test(word) ? base.replace(/([bdgmnprt])\1$/, '$1') : base;
}

function words(text: string): Set<string> {
  return new Set(text.split(' '));
}
