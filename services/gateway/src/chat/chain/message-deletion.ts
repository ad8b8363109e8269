import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource } from 'typeorm';
import { ChatRuns } from '../chat-runs.js';
import { ExchangesRepository } from '../exchanges.repository.js';
import { MessagesRepository } from '../messages.repository.js';
import { ChatChain } from './chat-chain.js';

/** Deletes messages and takes them out of the chain of their chat, in one transaction. */
@Injectable()
export class MessageDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly messages: MessagesRepository,
    private readonly exchanges: ExchangesRepository,
    private readonly chain: ChatChain,
    private readonly runs: ChatRuns,
  ) {}

  /** Deletes a message with everything below it. @throws DomainError NOT_FOUND */
  async delete(ownerId: string, chatId: string, messageId: string): Promise<void> {
    await this.runs.cancelIn(ownerId, chatId);
    const moved = await withTransaction(this.dataSource, async (manager) => {
      const chat = await this.exchanges.lock(manager, ownerId, chatId);
      const removed = chat ? await this.messages.delete(manager, chatId, messageId) : [];
      if (!chat || removed.length === 0) throw new DomainError('NOT_FOUND');
      const state = await this.chain.open(chat);
      const head = state ? await this.chain.next(chat, state, { added: [], removed }) : { version: chat.head.version + 1, sealed: null };
      await this.exchanges.shrink(manager, chatId, head);
      return { ...chat, head };
    });
    this.chain.committed(moved);
  }
}
