import { Injectable } from '@nestjs/common';
import { encodeContext, DecryptionError, openBytes, openRecords, readEnvelopeHeader, RecordSealer, sealBytes } from '@mateship/crypto';
import { DataKeys, type KeyRef } from '../keys/data-keys.js';
import { isKeyGone } from '../keys/key-gone.js';
import { chatBinding } from './chat-binding.js';
import type { MessageBody, StoredChat, StoredMessage } from './chat.types.js';

/** The parts of a chat that bind its ciphertexts to it. */
export type ChatIdentity = Pick<StoredChat, 'id' | 'ownerId' | 'key'>;
type Rekeyed = ChatIdentity & Pick<StoredChat, 'oldKey'>;
type SealedPlace = Pick<StoredMessage, 'id' | 'role' | 'revision' | 'place'>;

/**
 * Seals and opens what belongs to a chat under that chat's own key. Every ciphertext is bound to its owner, chat, place
 * and revision: moved anywhere else it does not open.
 */
@Injectable()
export class ChatCipher {
  constructor(private readonly keys: DataKeys) {}

  /** A key for a chat to store. */
  createKey(ownerId: string, chatId: string): Promise<KeyRef> {
    return this.keys.create(chatBinding({ ownerId, id: chatId }));
  }

  /** Fetches the key of a chat, so that what comes next does not wait for it. */
  async prepare(chat: ChatIdentity): Promise<void> {
    await this.keys.use(chatBinding(chat), chat.key, () => undefined).catch(unlessGone);
  }

  /** Destroys a key of a chat for good; one that is destroyed already is fine. */
  destroyKey(chat: Pick<ChatIdentity, 'id' | 'ownerId'>, key: Pick<KeyRef, 'keyId'>): Promise<void> {
    return this.keys.destroy(chatBinding(chat), key);
  }

  sealTitle(chat: ChatIdentity, title: string): Promise<Buffer> {
    return this.seal(chat, titleContext(chat), Buffer.from(title));
  }

  async openTitle(chat: StoredChat): Promise<string> {
    return (await this.open(chat, titleContext(chat), chat.title)).toString();
  }

  sealBody(chat: ChatIdentity, message: SealedPlace, body: MessageBody): Promise<Buffer> {
    return this.seal(chat, bodyContext(chat, message), Buffer.from(JSON.stringify(body)));
  }

  async openBody(chat: Rekeyed, message: StoredMessage): Promise<MessageBody> {
    // An interrupted answer keeps the body that was sealed when it began.
    return JSON.parse((await this.open({ ...chat, key: keyOf(chat, message.body) }, bodyContext(chat, message), message.body)).toString()) as MessageBody;
  }

  /** The same body under the key that the chat has now. */
  async resealBody(chat: Rekeyed, message: StoredMessage): Promise<Buffer> {
    const context = bodyContext(chat, message);
    return this.seal(chat, context, await this.open({ ...chat, key: keyOf(chat, message.body) }, context, message.body));
  }

  /** Seals the events of an answer in their order, under a key of this stream alone. */
  eventSealer(chat: ChatIdentity, messageId: string): Promise<RecordSealer> {
    return this.keys.use(chatBinding(chat), chat.key, (key) => new RecordSealer(key, eventsContext(chat, messageId)));
  }

  /** Opens events of {@link eventSealer}, the first of them from place `from`, counted from 0. */
  async openEvents(chat: ChatIdentity, messageId: string, list: Parameters<typeof openRecords>[2]): Promise<string[]> {
    const opened = await this.keys.use(chatBinding(chat), chat.key, (key) => openRecords(key, eventsContext(chat, messageId), list));
    return opened.map((bytes) => bytes.toString());
  }

  private seal(chat: ChatIdentity, context: Buffer, plaintext: Buffer): Promise<Buffer> {
    return this.keys.use(chatBinding(chat), chat.key, (key) => sealBytes(key, chat.key, context, plaintext));
  }

  private open(chat: ChatIdentity, context: Buffer, sealed: Buffer): Promise<Buffer> {
    return this.keys.use(chatBinding(chat), chat.key, (key) => openBytes(key, context, sealed));
  }
}

/** Which key of a chat its ciphertext is under, by its own word: it opens under no other. */
function keyOf(chat: Rekeyed, sealed: Buffer): KeyRef {
  return chat.oldKey && isUnder(chat.oldKey, sealed) ? chat.oldKey : chat.key;
}

/** Whether something is sealed under a key. */
export function isUnder(key: KeyRef, sealed: Buffer): boolean {
  try {
    return readEnvelopeHeader(sealed).keyId === key.keyId;
  } catch (error) {
    if (error instanceof DecryptionError) return false;
    throw error;
  }
}

function titleContext(chat: ChatIdentity): Buffer {
  return encodeContext({ use: 'chat-title', ownerId: chat.ownerId, chatId: chat.id });
}

function bodyContext(chat: ChatIdentity, message: SealedPlace): Buffer {
  const { id: messageId, role, revision, place } = message;
  const bound = { use: 'message', ownerId: chat.ownerId, chatId: chat.id, messageId, role, revision };
  return encodeContext(place ? { ...bound, place: place.number, previous: place.previous } : bound);
}

function eventsContext(chat: ChatIdentity, messageId: string): Buffer {
  const { keyId, epoch } = chat.key;
  return encodeContext({ use: 'stream-events', ownerId: chat.ownerId, chatId: chat.id, messageId, keyId, epoch });
}

function unlessGone(error: unknown): void {
  if (!isKeyGone(error)) throw error;
}
