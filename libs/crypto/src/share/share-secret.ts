// Without anything of Node's own: browsers use this file too.
import { SHARE_SECRET_BYTES } from './share-keys.js';

const FRAGMENT = /^#?1\.([A-Za-z0-9_-]{43})(\.p)?$/;

/** What stands behind `#` in a link. */
export interface ShareFragment {
  /** 32 bytes. */
  readonly secret: Uint8Array<ArrayBuffer>;
  /** Whether a password is needed besides. Only whoever has the link knows. */
  readonly hasPassword: boolean;
}

/** 32 random bytes: the secret of a link. */
export function newShareSecret(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(SHARE_SECRET_BYTES));
}

/** What stands behind `#` in a link: `1.`, the secret in base64url, and `.p` where a password is needed. */
export function formatShareFragment({ secret, hasPassword }: Readonly<{ secret: Uint8Array; hasPassword: boolean }>): string {
  if (secret.length !== SHARE_SECRET_BYTES) throw new RangeError('the secret of a link has 32 bytes');
  const text = btoa(String.fromCharCode(...secret));
  return `1.${text.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')}${hasPassword ? '.p' : ''}`;
}

/** Reads what {@link formatShareFragment} gave, with or without `#`; null for everything else. */
export function parseShareFragment(fragment: string): ShareFragment | null {
  const [, text, mark] = FRAGMENT.exec(fragment) ?? [];
  if (!text) return null;
  const secret = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  const parsed = { secret, hasPassword: mark !== undefined };
  return formatShareFragment(parsed) === fragment.replace(/^#/, '') ? parsed : null;
}
