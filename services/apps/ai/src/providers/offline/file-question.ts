import { fold, queryTerms } from '../../retrieval/terms.js';

/** What a person wants to know of a file. `words` is what to search for, without the page that was named. */
export type FileQuestion =
  | { kind: 'page-count' }
  | { kind: 'outline' }
  | { kind: 'summary'; pages: PageRange | null }
  | { kind: 'page'; pages: PageRange }
  | { kind: 'search'; pages: PageRange | null; words: string };

export interface PageRange {
  from: number | 'last';
  to: number | 'last';
}

const COUNT = /\b(?:how many pages|number of pages|page count|wie ?viele seiten|anzahl (?:der )?seiten|seitenzahl)\b/;
const OUTLINE = /\b(?:outline|table of contents|list of (?:chapters|sections)|(?:which|what) (?:chapters|sections|headings)|gliederung|inhaltsverzeichnis|welche (?:kapitel|abschnitte|ueberschriften))\b/;
const SUMMARY = /\b(?:summar(?:y|ise|ize|ies|ising|izing)|tl;?dr|gist|overview of|key points|main points|what(?:'?s| is| are) (?:it|(?:this|that|these|the|my)(?: attached)?(?: (?:documents?|files?|pdfs?|papers?|reports?|attachments?|texts?))?)(?: all)? about|what does (?:this|the) (?:document|file|pdf|paper|report) say|zusammenfass\w*|fass\w* .{0,40}zusammen|worum geht|kernaussagen|ueberblick ueber)/;
const ORDINALS: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, cover: 1, title: 1, erste: 1, ersten: 1, zweite: 2, zweiten: 2, dritte: 3, dritten: 3, eins: 1, zwei: 2, drei: 3, vier: 4, fuenf: 5 };
const NUMBERED = /\b(?:pages?|pp?\.|seiten?|s\.)\s*(\d{1,4})(?:\s*(?:-|–|to|bis|through|and|und)\s*(\d{1,4}))?/;
const WORDED = /\b(?:page|seite)\s+(one|two|three|four|five|six|seven|eight|nine|ten|eins|zwei|drei|vier|fuenf)\b|\b(first|second|third|fourth|fifth|cover|title|last|erste[n]?|zweite[n]?|dritte[n]?|letzte[n]?)\s+(?:page|seite)\b/;

/** Reads a question about files (English or German). A page that is named narrows the search to it. */
export function readFileQuestion(message: string): FileQuestion {
  const text = fold(message);
  if (!/[\p{L}\p{N}]/u.test(text)) return { kind: 'summary', pages: null };
  if (COUNT.test(text)) return { kind: 'page-count' };
  const pages = readPages(text);
  if (SUMMARY.test(text)) return { kind: 'summary', pages };
  if (OUTLINE.test(text) && !pages) return { kind: 'outline' };
  if (pages && asksForWholePage(text)) return { kind: 'page', pages };
  return { kind: 'search', pages, words: pages ? withoutPages(text) : message };
}

function withoutPages(text: string): string {
  return text.replace(NUMBERED, ' ').replace(WORDED, ' ');
}

function readPages(text: string): PageRange | null {
  const numbered = NUMBERED.exec(text);
  if (numbered) {
    const from = Number(numbered[1]);
    return { from, to: Math.max(from, Number(numbered[2] ?? from)) };
  }
  const word = WORDED.exec(text)?.slice(1).find(Boolean);
  if (!word) return null;
  const page = word === 'last' || word.startsWith('letzte') ? 'last' : ORDINALS[word];
  return page === undefined ? null : { from: page, to: page };
}

/** Nothing is asked but the page itself. */
function asksForWholePage(text: string): boolean {
  const bare = withoutPages(text);
  const rest = queryTerms(bare).filter((term) => !/^\d/.test(term));
  const asking = /^[\s\W]*(?:what|was|show|zeig\w*|read|lies|tell|say|sag\w*|give|gib|inhalt|content|text|and|und|on|auf|the|me|mir|is|does|do|steht|stands|it|there|please|bitte|from|of|von|aus|der|die|das|in|document|file|pdf|dokument|datei|written|\W|\s)*$/;
  return rest.length === 0 || asking.test(bare);
}
