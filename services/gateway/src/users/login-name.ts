/**
 * The one spelling of what a person types to sign in. Look-ups and counters both use it, so that no variant in
 * case, white space, width or invisible characters gets a budget of its own.
 */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').toLowerCase().replace(/[\s\p{Cc}\p{Cf}]/gu, '');
}
