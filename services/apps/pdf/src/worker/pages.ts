import { DomainError } from '@mateship/contracts';

/** Throws PAGE_OUT_OF_RANGE unless the document has this page, counted from 1. */
export function checkPage(page: number, pageCount: number): void {
  if (page < 1 || page > pageCount) throw new DomainError('PAGE_OUT_OF_RANGE', { details: { page, pageCount } });
}
