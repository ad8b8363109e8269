import { ENGLISH_STOP_WORDS, GERMAN_STOP_WORDS, REQUEST_WORDS } from './stop-words.js';

const TOKEN = /\p{L}[\p{L}\p{M}\p{N}]*|\p{N}+(?:[.,]\p{N}+)*/gu;
const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const SUFFIXES: readonly (readonly [suffix: string, least: number, replacement: string])[] = [
  ['ungen', 7, 'ung'],
  ['ation', 7, 'at'],
  ['ment', 8, ''],
  ['ies', 5, 'y'],
  ['ing', 7, ''],
  ['ion', 7, ''],
  ['ern', 6, ''],
  ['ed', 6, ''],
  ['en', 6, ''],
  ['er', 6, ''],
  ['es', 6, ''],
  ['em', 6, ''],
  ['ly', 6, ''],
  ['e', 5, ''],
  ['n', 6, ''],
];

/** Lower case without accents; ligatures are taken apart and umlauts written out, so that "ﬁle", "Größe" and "groesse" are found. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** Words and numbers of a text, folded. "4,211" and "4.211" both become "4211"; "3,5" becomes "3.5". */
export function words(text: string): string[] {
  return (fold(text).match(TOKEN) ?? []).map((word) => (/^\p{N}/u.test(word) ? plainNumber(word) : word));
}

/** Cuts common English and German endings; the result is a key for comparing, not a word. */
export function stem(word: string): string {
  if (!/^\p{L}/u.test(word)) return word;
  let base = word.length > 3 && word.endsWith('s') && !/(ss|ies|es|us|is)$/.test(word) ? word.slice(0, -1) : word;
  const rule = SUFFIXES.find(([suffix, least]) => base.length >= least && base.endsWith(suffix));
  if (rule) base = base.slice(0, -rule[0].length) + rule[2];
  return base.length > 3 ? base.replace(/([^aeiouls])\1$/, '$1') : base;
}

/** The terms a text is indexed under. */
export function terms(text: string): string[] {
  return words(text)
    .filter((word) => !ENGLISH_STOP_WORDS.has(word) && !GERMAN_STOP_WORDS.has(word))
    .map(stem);
}

/** The terms of a question: without the words of asking, unless nothing else is left. */
export function queryTerms(question: string): string[] {
  const all = words(question);
  const meaningful = all.filter((word) => !ENGLISH_STOP_WORDS.has(word) && !GERMAN_STOP_WORDS.has(word));
  const asked = meaningful.filter((word) => !REQUEST_WORDS.has(word));
  return [...new Set((asked.length > 0 ? asked : meaningful).map(stem))];
}

/** Whether a text reads as German: by its stop words and umlauts. */
export function looksGerman(text: string): boolean {
  let german = /[äöüß]/i.test(text) ? 1 : 0;
  let english = 0;
  for (const word of words(text)) {
    if (GERMAN_STOP_WORDS.has(word)) german += 1;
    if (ENGLISH_STOP_WORDS.has(word)) english += 1;
  }
  return german > english;
}

function plainNumber(number: string): string {
  return /^\d{1,3}([.,]\d{3})+$/.test(number) ? number.replace(/[.,]/g, '') : number.replace(',', '.');
}
