import type { Citation, MessageAttachment, MessageState, MessageUsage, ToolStep } from '@mateship/contracts';
import type { KeyRef } from '../keys/data-keys.js';

/** A chat as it is stored; the title is sealed. */
export interface StoredChat {
  id: string;
  ownerId: string;
  mateId: string;
  key: KeyRef;
  /** The key before, while there may still be messages under it. */
  oldKey: KeyRef | null;
  title: Buffer;
  head: StoredHead;
  createdAt: Date;
  updatedAt: Date;
}

/** The sealed state of a chat's chain. `version` counts its changes; `sealed` is null in a chat that no release with chains has written to. */
export interface StoredHead {
  version: number;
  sealed: Buffer | null;
}

/** Where a message stands in its chat: its number, counted from 1 and never used twice, and the link of its parent. */
export interface MessagePlace {
  number: number;
  previous: Buffer;
}

/** A message as it is stored; the body is sealed. */
export interface StoredMessage {
  id: string;
  chatId: string;
  parentId: string | null;
  role: 'user' | 'assistant';
  state: MessageState;
  revision: number;
  body: Buffer;
  /** Null for a message that was written before chats had chains; it stands before all others then, in the order of `seq`. */
  place: MessagePlace | null;
  seq: number;
  createdAt: Date;
}

/** What is inside a sealed message body. */
export interface MessageBody {
  content: string;
  attachments: MessageAttachment[];
  citations: Citation[];
  steps: ToolStep[];
  usage: MessageUsage | null;
  error: { code: string; message: string } | null;
}

export const EMPTY_BODY: MessageBody = { content: '', attachments: [], citations: [], steps: [], usage: null, error: null };
