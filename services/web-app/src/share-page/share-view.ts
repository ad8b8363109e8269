import { ApiError } from '@mateship/client';
import { OpenFailure } from '@mateship/crypto/browser';
import type { Link, OpenedShare } from './open-link.js';

/** Why there is nothing to read. */
export type Trouble = 'broken' | 'unknown' | 'gone' | 'damaged' | 'busy' | 'offline' | 'insecure';

export type ShareView =
  | { state: 'opening' }
  | { state: 'locked'; wrong: boolean; failed: Trouble | null }
  | { state: 'trouble'; trouble: Trouble }
  | { state: 'open'; share: OpenedShare };

/** Where a link begins: a page without a secure context cannot decrypt. */
export function firstView(link: Pick<Link, 'hasPassword'> | null, secure: boolean): ShareView {
  if (!secure) return { state: 'trouble', trouble: 'insecure' };
  if (!link) return { state: 'trouble', trouble: 'broken' };
  return link.hasPassword ? { state: 'locked', wrong: false, failed: null } : { state: 'opening' };
}

/** Where a link goes on after it did not open. With a wrong password the server knows nothing of it: that looks like a wrong link. */
export function failedView(error: unknown, withPassword: boolean): ShareView {
  const trouble = troubleOf(error);
  if (withPassword && trouble === 'unknown') return { state: 'locked', wrong: true, failed: null };
  if (withPassword && (trouble === 'busy' || trouble === 'offline')) return { state: 'locked', wrong: false, failed: trouble };
  return { state: 'trouble', trouble };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof OpenFailure) return 'damaged';
  if (!(error instanceof ApiError)) return 'offline';
  if (error.status === 410) return 'gone';
  if (error.status === 429) return 'busy';
  return error.status === 404 ? 'unknown' : 'offline';
}
