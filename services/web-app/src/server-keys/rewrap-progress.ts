import type { RewrapProgress } from '@mateship/contracts';

/** Which words stand for how far a rotation is. */
export type RewrapKind = 'done' | 'working' | 'waiting' | 'stuck' | 'empty';

/** `stuck`: nothing is left but keys that do not open. */
export function rewrapKind({ state, total, left, failures }: RewrapProgress): RewrapKind {
  if (total === 0) return 'empty';
  if (left === 0) return 'done';
  if (state === 'waiting') return 'waiting';
  return left <= failures ? 'stuck' : 'working';
}

/** How much is done, in whole percent; 100 only when nothing is left. */
export function rewrapPercent({ total, left }: Pick<RewrapProgress, 'total' | 'left'>): number {
  return left === 0 ? 100 : Math.min(99, Math.floor(((total - left) * 100) / total));
}
