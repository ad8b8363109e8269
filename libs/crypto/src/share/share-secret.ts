// Without anything of Node's own: browsers use this file too.
import { SHARE_SECRET_BYTES } from './share-keys.js';

const FRAGMENT = /^#?1\.([A-Za-z0-9_-]{43})$/;

/** 32 random bytes: the secret of a link. */
export function newShareSecret(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(SHARE_SECRET_BYTES));
}

/** What stands behind `#` in a link: `1.` and the secret in base64url. */
export function formatShareFragment(secret: Uint8Array): string {
  if (secret.length !== SHARE_SECRET_BYTES) throw new RangeError('the secret of a link has 32 bytes');
  const text = btoa(String.fromCharCode(...secret));
  return `1.${text.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')}`;
}

/** Reads what {@link formatShareFragment} gave, with or without `#`; null for everything else. */
export function parseShareFragment(fragment: string): Uint8Array<ArrayBuffer> | null {
  const text = FRAGMENT.exec(fragment)?.[1];
  if (!text) return null;
  const secret = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  return formatShareFragment(secret) === `1.${text}` ? secret : null;
}
