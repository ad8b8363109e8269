import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { constantTimeEqual, encodeContext, openBytes, recordSetKey, sealBytes } from '@mateship/crypto';
import { chatBinding } from '../chat-binding.js';
import type { StoredChat, StoredHead } from '../chat.types.js';
import { DataKeys } from '../../keys/data-keys.js';
import { KeyAnchors } from '../../keys/key-anchors.js';
import { decodeChainState, EMPTY_CHAIN, encodeChainState, moveChain, type ChainState } from './chain-state.js';
import { messageDigest, type ChainedMessage } from './message-digest.js';

type Headed = Pick<StoredChat, 'id' | 'ownerId' | 'key' | 'head'>;

/** Messages that come to a chat and that leave it. */
export interface ChainChange {
  added: readonly ChainedMessage[];
  removed: readonly ChainedMessage[];
}

/** Seals, opens and moves the heads of chats: under the chat's own key, bound to chat and version. */
@Injectable()
export class ChatChain {
  constructor(
    private readonly keys: DataKeys,
    private readonly anchors: KeyAnchors,
  ) {}

  /** The state over all messages of a chat. */
  stateOf(chat: Headed, messages: readonly ChainedMessage[]): Promise<ChainState> {
    const next = Math.max(0, ...messages.map(({ place }) => place?.number ?? 0)) + 1;
    return this.move(chat, EMPTY_CHAIN, { added: messages, removed: [] }, next);
  }

  /** The state that the head of a chat holds; null where there is no head yet. @throws DomainError CHAT_CHAIN_BROKEN for one of another place, version or key */
  async open(chat: Headed): Promise<ChainState | null> {
    const { sealed, version } = chat.head;
    if (!sealed) return null;
    try {
      return decodeChainState(await this.keys.use(chatBinding(chat), chat.key, (key) => openBytes(key, headContext(chat, version), sealed)));
    } catch (cause) {
      throw cause instanceof RangeError || (cause instanceof DomainError && cause.code === 'DECRYPTION_FAILED') ? new DomainError('CHAT_CHAIN_BROKEN', { cause }) : cause;
    }
  }

  /** Whether these are exactly the messages that the head counts. */
  async holds(state: ChainState, chat: Headed, messages: readonly ChainedMessage[]): Promise<boolean> {
    const { count, next, sum } = await this.stateOf(chat, messages);
    return count === state.count && next <= state.next && constantTimeEqual(sum, state.sum);
  }

  /** The head that follows the one of `chat`. */
  async next(chat: Headed, state: ChainState, change: ChainChange): Promise<StoredHead> {
    const next = Math.max(state.next, ...change.added.map(({ place }) => (place?.number ?? 0) + 1));
    const moved = await this.move(chat, state, change, next);
    const version = chat.head.version + 1;
    const sealed = await this.keys.use(chatBinding(chat), chat.key, (key) => sealBytes(key, chat.key, headContext(chat, version), encodeChainState(moved)));
    return { version, sealed };
  }

  /** The version that was committed at least, as far as this process and the vault know. */
  committedAtLeast(chat: Headed): number {
    return this.anchors.of(chat.key.keyId);
  }

  /** Remembers that a head is committed. */
  committed(chat: Headed): void {
    this.anchors.raise({ purpose: 'chat', ownerId: chat.ownerId, objectId: chat.id, keyId: chat.key.keyId, anchor: chat.head.version });
  }

  private move(chat: Headed, state: ChainState, { added, removed }: ChainChange, next: number): Promise<ChainState> {
    return this.keys.use(chatBinding(chat), chat.key, (key) => {
      const setKey = recordSetKey(key, encodeContext({ use: 'chat-chain', ownerId: chat.ownerId, chatId: chat.id }));
      const digests = (messages: readonly ChainedMessage[]) => messages.map((message) => messageDigest(setKey, message));
      return moveChain(state, digests(added), digests(removed), next);
    });
  }
}

function headContext(chat: Headed, version: number): Buffer {
  return encodeContext({ use: 'chat-head', ownerId: chat.ownerId, chatId: chat.id, version });
}
