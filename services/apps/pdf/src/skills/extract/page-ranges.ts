import { DomainError } from '@mateship/contracts';
import type { PageRange } from '../../engine/protocol.js';

/** Reads "1-3,7". The contract has checked the characters; a range that runs backwards is refused here. */
export function parsePageRanges(text: string): PageRange[] {
  return text.split(',').map((part) => {
    const [from = 0, to = from] = part.trim().split('-').map(Number);
    if (to < from) throw new DomainError('VALIDATION_FAILED', { message: 'A page range must run upwards, like 3-5.', details: { pages: part.trim() } });
    return { from, to };
  });
}
