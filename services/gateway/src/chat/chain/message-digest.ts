import { encodeContext, recordDigest, sha256 } from '@mateship/crypto';
import type { StoredMessage } from '../chat.types.js';

/** What of a message the chain holds on to. */
export type ChainedMessage = Pick<StoredMessage, 'id' | 'chatId' | 'parentId' | 'role' | 'state' | 'revision' | 'body' | 'place'> & { seq: number | null };

const NOTHING = Buffer.alloc(0);

/** The link that the children of a message carry: everything that says where it stands. What it says may be sealed anew. */
export function linkOf({ id, chatId, role, place }: Pick<ChainedMessage, 'id' | 'chatId' | 'role' | 'place'>): Buffer {
  return sha256(encodeContext({ use: 'message-link', chatId, messageId: id, role, place: place?.number ?? 0, previous: place?.previous ?? NOTHING }));
}

/** Digest of a stored message. An interruption is no change of it: it is noticed by a process that has no keys. */
export function messageDigest(key: Uint8Array, message: ChainedMessage): Buffer {
  const { id, parentId, role, revision, place, seq } = message;
  const state = message.state === 'interrupted' ? 'streaming' : message.state;
  const of = { messageId: id, parentId: parentId ?? '', role, state, revision };
  return recordDigest(key, encodeContext(place ? { ...of, place: place.number, previous: place.previous } : { ...of, seq: seq ?? 0 }), message.body);
}
