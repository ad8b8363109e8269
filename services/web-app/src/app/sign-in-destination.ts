import type { SessionState } from '../session/session.js';

/** Where to go after sign-in, and whether a session ended on the way here. */
export interface SignInSearch {
  next?: string;
  ended?: boolean;
}

/** Only paths of this site: a link to the sign-in page must not be able to send people elsewhere. */
export function signedInDestination(next: string | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next) || next.startsWith('/signin')) return '/';
  return next;
}

/** What the sign-in page needs to know when it stands in for another page. */
export function signInSearch(state: SessionState, href: string): SignInSearch {
  const reason = state.status === 'signed-out' ? state.reason : 'absent';
  if (reason === 'asked') return {};
  return { ...(href === '/' ? {} : { next: href }), ...(reason === 'ended' ? { ended: true } : {}) };
}
