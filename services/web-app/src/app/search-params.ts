import type { SignInSearch } from './sign-in-destination.js';

/** What stands behind the `?` of an address, as the router reads it: numbers and booleans are no texts any more. */
type Search = Record<string, unknown>;

export function readSignInSearch({ next, ended }: Search): SignInSearch {
  return { ...(typeof next === 'string' ? { next } : {}), ...(ended === true ? { ended } : {}) };
}

/** A token of digits alone has been read as a number. */
export function readSignUpSearch({ token }: Search): { token?: string } {
  return token === undefined ? {} : { token: String(token) };
}

export function readNewChatSearch({ q, mate }: Search): { q?: string; mate?: string } {
  return { ...(typeof q === 'string' ? { q } : {}), ...(typeof mate === 'string' ? { mate } : {}) };
}
