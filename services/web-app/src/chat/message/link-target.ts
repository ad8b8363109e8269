import { CITATION_FRAGMENT } from './remark-citations.js';

/** The number of the source that a link of an answer points to; null for every other link. */
export function citedNumber(href: string): number | null {
  return href.startsWith(CITATION_FRAGMENT) ? Number(href.slice(CITATION_FRAGMENT.length)) : null;
}

/** Whether a link of a model may lead out of the page. */
export function leadsOut(href: string): boolean {
  return /^(https?:|mailto:)/.test(href);
}
