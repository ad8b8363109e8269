import { Injectable } from '@nestjs/common';
import { DomainError, type RekeyProgress } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';
import { ChatChain } from '../chain/chat-chain.js';
import { CheckedChats } from '../chain/checked-chats.js';
import { ChatCipher, isUnder } from '../chat-cipher.js';
import type { StoredChat } from '../chat.types.js';
import { ExchangesRepository } from '../exchanges.repository.js';
import { RekeyRepository } from './rekey.repository.js';

const BATCH = 50;

/** The two steps of re-keying that touch what is sealed, each in one transaction that holds the chat. */
@Injectable()
export class NextKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly checked: CheckedChats,
    private readonly exchanges: ExchangesRepository,
    private readonly repository: RekeyRepository,
    private readonly cipher: ChatCipher,
    private readonly chain: ChatChain,
  ) {}

  /** Gives a chat its next key, unless it has one that is not done. @throws DomainError NOT_FOUND, CHAT_CHAIN_BROKEN */
  async give(ownerId: string, chatId: string): Promise<RekeyProgress> {
    const { chat, messages } = await this.checked.intact(ownerId, chatId);
    const total = messages.length;
    if (chat.oldKey) return { done: messages.filter(({ body }) => !isUnder(chat.oldKey!, body)).length, total };
    const key = await this.cipher.createKey(ownerId, chatId);
    const swapped = await withTransaction(this.dataSource, (manager) => this.swap(manager, chat, key));
    if (!swapped) return this.give(ownerId, chatId);
    this.chain.committed(swapped);
    // A chat that is set back to where it had the old key is noticed by that key's anchor.
    this.chain.committed({ ...swapped, key: chat.key });
    return { done: 0, total };
  }

  /** Seals a batch of messages anew; resolves to where the next one begins, or to null after the last. */
  async reseal(ownerId: string, chatId: string, after: number): Promise<number | null> {
    const done = await withTransaction(this.dataSource, async (manager) => {
      const chat = await this.exchanges.lock(manager, ownerId, chatId);
      if (!chat?.oldKey) return null;
      const { oldKey } = chat;
      const batch = await this.repository.messages(manager, chatId, after, BATCH);
      const removed = batch.filter(({ body }) => isUnder(oldKey, body));
      const last = batch.length < BATCH ? null : batch.at(-1)!.seq;
      if (removed.length === 0) return { chat: null, last };
      const added = await Promise.all(removed.map(async (message) => ({ ...message, body: await this.cipher.resealBody(chat, message) })));
      const state = await this.chain.open(chat);
      if (!state) throw new DomainError('CHAT_CHAIN_BROKEN');
      const head = await this.chain.next(chat, state, { added, removed });
      await this.repository.replaceBodies(manager, chatId, added, head);
      return { chat: { ...chat, head }, last };
    });
    if (done?.chat) this.chain.committed(done.chat);
    return done?.last ?? null;
  }

  /** Null when the chat has another key by now, or this one was given up. */
  private async swap(manager: EntityManager, { ownerId, id, key: oldKey }: StoredChat, key: StoredChat['key']): Promise<StoredChat | null> {
    const chat = await this.exchanges.lock(manager, ownerId, id);
    if (!chat) throw new DomainError('NOT_FOUND');
    if (chat.oldKey || chat.key.keyId !== oldKey.keyId) return null;
    const messages = await this.repository.messages(manager, id, 0, null);
    const state = await this.chain.open(chat);
    if (state && !(await this.chain.holds(state, chat, messages))) throw new DomainError('CHAT_CHAIN_BROKEN');
    const next = { ...chat, key, oldKey };
    const moved = await this.chain.stateOf(next, messages);
    const head = await this.chain.next(next, { ...moved, next: Math.max(moved.next, state?.next ?? 1) }, { added: [], removed: [] });
    const swapped = { ...next, head, title: await this.cipher.sealTitle(next, await this.cipher.openTitle(chat)) };
    return (await this.repository.swapKey(manager, swapped)) ? swapped : null;
  }
}
