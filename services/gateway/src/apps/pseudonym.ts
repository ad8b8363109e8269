import { createHmac, generateKeySync } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const KEY = generateKeySync('hmac', { length: 256 });
const known = new LRUCache<string, string>({ max: 10_000 });

/** What an app knows a user by: different for every app, the same until this process ends. */
export function pseudonymOf(appId: string, userId: string): string {
  const name = `${appId}:${userId}`;
  let pseudonym = known.get(name);
  if (pseudonym === undefined) {
    pseudonym = createHmac('sha256', KEY).update(name).digest('base64url');
    known.set(name, pseudonym);
  }
  return pseudonym;
}
