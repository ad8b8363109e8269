import { deriveShareKeys, type SharePassword } from '../share/share-keys.js';
import { newShareSecret } from '../share/share-secret.js';
import type { Bytes } from './bytes.js';
import { encodeContext } from './context.js';
import { openBytes, sealBytes } from './envelope.js';
import { unwrapShareKey, wrapShareKey } from './key-wrap.js';
import { failAlike } from './open-failure.js';
import { pad, unpad } from './padding.js';

/** What a share is bound to: change any of it, and it does not open. */
export interface ShareFacts {
  readonly sharerId: string;
  readonly fromMessageId: string;
  readonly toMessageId: string;
  /** Unix time in milliseconds; null: no end. */
  readonly expiresAt: number | null;
  /** Null: no limit. */
  readonly maxViews: number | null;
}

/** A snapshot under a new key of its own, and that key under a new link. */
export interface SealedShare {
  /** Belongs into the link and nowhere else. */
  readonly secret: Bytes;
  /** What the server compares the SHA-256 of a reader's `auth` with. */
  readonly authHash: Bytes;
  readonly wrappedKey: Bytes;
  readonly content: Bytes;
}

const KEY_BYTES = 32;

/** Seals a snapshot for whoever has the link, and the password where there is one. Format: docs/architecture/envelope-format.md, "Links". */
export async function sealShare(facts: ShareFacts, snapshot: Uint8Array, password?: SharePassword): Promise<SealedShare> {
  const secret = newShareSecret();
  const { enc, auth } = await deriveShareKeys(secret, password);
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const content = await sealBytes(key, { keyId: crypto.randomUUID(), epoch: 1 }, contextOf('share-content', facts), pad(snapshot));
  const wrappedKey = await wrapShareKey(enc, contextOf('share-key', facts), key);
  const authHash = new Uint8Array(await crypto.subtle.digest('SHA-256', auth));
  for (const used of [enc, auth, key]) used.fill(0);
  return { secret, authHash, wrappedKey, content };
}

/** Opens a snapshot with the `enc` of its link. @throws OpenFailure for another link, other facts and any change */
export async function openShare(enc: Uint8Array, facts: ShareFacts, sealed: Pick<SealedShare, 'wrappedKey' | 'content'>): Promise<Bytes> {
  const key = await unwrapShareKey(enc, contextOf('share-key', facts), sealed.wrappedKey);
  const padded = await openBytes(key, contextOf('share-content', facts), sealed.content);
  key.fill(0);
  return failAlike(async () => unpad(padded));
}

function contextOf(use: string, { sharerId, fromMessageId, toMessageId, expiresAt, maxViews }: ShareFacts): Bytes {
  return encodeContext({ use, sharerId, fromMessageId, toMessageId, expiresAt: expiresAt ?? 0, maxViews: maxViews ?? 0 });
}
