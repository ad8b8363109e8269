import type { KeyRef } from '../keys/data-keys.js';

/** A link as it is stored, without what it opens. */
export interface StoredShare {
  id: string;
  ownerId: string;
  chatId: string;
  fromMessageId: string;
  toMessageId: string;
  hasPassword: boolean;
  views: number;
  maxViews: number | null;
  expiresAt: Date | null;
  createdAt: Date;
  isRevoked: boolean;
  isExpired: boolean;
}

/** A link with what it opens, and how its owner sees it again. */
export interface NewShare {
  id: string;
  ownerId: string;
  chatId: string;
  fromMessageId: string;
  toMessageId: string;
  authHash: Buffer;
  hasPassword: boolean;
  wrappedKey: Buffer;
  content: Buffer;
  link: Buffer;
  key: KeyRef;
  maxViews: number | null;
  expiresAt: Date | null;
}

/** The key that seals the owner's copy of a link. */
export interface ShareKey {
  id: string;
  ownerId: string;
  key: KeyRef;
}
