import { Injectable } from '@nestjs/common';
import type { Message, MessageState } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';
import { CreditsService } from '../credits/credits.service.js';
import type { PreparedAnswer } from './answer-preparation.js';
import { ChatChain } from './chain/chat-chain.js';
import { ChatCipher } from './chat-cipher.js';
import type { MessageBody, StoredChat } from './chat.types.js';
import { ExchangesRepository } from './exchanges.repository.js';

/** How an answer ended. */
export interface AnswerEnd {
  state: Exclude<MessageState, 'streaming' | 'interrupted'>;
  body: MessageBody;
  used: { amount: bigint; model: string | null; inputTokens: number; outputTokens: number };
}

const FINAL_REVISION = 1;

/** Stores the end of an answer together with its price. */
@Injectable()
export class AnswerStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exchanges: ExchangesRepository,
    private readonly cipher: ChatCipher,
    private readonly credits: CreditsService,
    private readonly chain: ChatChain,
  ) {}

  /** Text, citations, price, usage and event commit together or not at all. */
  async finish(started: StoredChat, messageId: string, prepared: PreparedAnswer, end: AnswerEnd): Promise<void> {
    await this.cipher.prepare(started);
    const moved = await withTransaction(this.dataSource, async (manager) => {
      const { amount, ...tokens } = end.used;
      const head = await this.replace(manager, started, messageId, end);
      await this.credits.settleIn(manager, prepared.hold, amount, { userId: prepared.ownerId, app: 'ai', skill: 'chat', ...tokens });
      return head;
    });
    if (moved) this.chain.committed(moved);
  }

  toMessage(chat: StoredChat, messageId: string, parentId: string, end: AnswerEnd): Message {
    return { id: messageId, chatId: chat.id, parentId, role: 'assistant', state: end.state, createdAt: new Date().toISOString(), ...end.body };
  }

  /** Puts the end of an answer in the place of its beginning; null when it was deleted or has ended already. */
  private async replace(manager: EntityManager, started: StoredChat, messageId: string, end: AnswerEnd): Promise<StoredChat | null> {
    const locked = await this.exchanges.lockStreaming(manager, started, messageId);
    if (!locked) return null;
    const { chat, begun } = locked;
    const body = await this.cipher.sealBody(chat, { ...begun, revision: FINAL_REVISION }, end.body);
    const message = { ...begun, state: end.state, revision: FINAL_REVISION, body };
    const state = await this.chain.open(chat);
    const head = state ? await this.chain.next(chat, state, { added: [message], removed: [begun] }) : { version: chat.head.version + 1, sealed: null };
    await this.exchanges.finish(manager, message, head);
    return { ...chat, head };
  }
}
