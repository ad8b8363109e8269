import { Injectable } from '@nestjs/common';
import type { Message, MessageState } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource } from 'typeorm';
import { CreditsService } from '../credits/credits.service.js';
import type { PreparedAnswer } from './answer-preparation.js';
import { ChatCipher } from './chat-cipher.js';
import { titleFrom } from './chat-title.js';
import { EMPTY_BODY, type MessageBody, type StoredChat } from './chat.types.js';
import { ExchangesRepository } from './exchanges.repository.js';

/** How an answer ended. */
export interface AnswerEnd {
  state: Exclude<MessageState, 'streaming' | 'interrupted'>;
  body: MessageBody;
  used: { amount: bigint; model: string | null; inputTokens: number; outputTokens: number };
}

const FINAL_REVISION = 1;

/** Stores an answer twice: when it begins, together with the question, and when it ends, together with its price. */
@Injectable()
export class AnswerStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exchanges: ExchangesRepository,
    private readonly cipher: ChatCipher,
    private readonly credits: CreditsService,
  ) {}

  /** Chat, question and the place of the answer come to be in one statement. */
  async begin(prepared: PreparedAnswer, ids: { chat: string; user: string; assistant: string }): Promise<StoredChat> {
    const chat = prepared.chat ?? (await this.newChat(prepared, ids.chat));
    const question = { ...EMPTY_BODY, content: prepared.content, attachments: prepared.attachments };
    const user = { id: ids.user, role: 'user' as const, revision: 0 };
    const assistant = { id: ids.assistant, role: 'assistant' as const, revision: 0 };
    const [userBody, assistantBody] = await Promise.all([this.cipher.sealBody(chat, user, question), this.cipher.sealBody(chat, assistant, EMPTY_BODY)]);
    const asked = { ...user, chatId: chat.id, parentId: prepared.parentId, state: 'complete' as const, body: userBody, holdId: null };
    const answer = { ...assistant, chatId: chat.id, parentId: ids.user, state: 'streaming' as const, body: assistantBody, holdId: prepared.hold.id };
    return this.exchanges.begin(chat, prepared.chat === null, prepared.answered === null ? [asked, answer] : [answer]);
  }

  /** Text, citations, price, usage and event commit together or not at all. */
  async finish(chat: StoredChat, messageId: string, prepared: PreparedAnswer, end: AnswerEnd): Promise<void> {
    const place = { id: messageId, role: 'assistant' as const, revision: FINAL_REVISION };
    const body = await this.cipher.sealBody(chat, place, end.body);
    await withTransaction(this.dataSource, async (manager) => {
      await this.exchanges.finish(manager, { id: messageId, chatId: chat.id, state: end.state, revision: FINAL_REVISION, body });
      const { amount, ...tokens } = end.used;
      await this.credits.settle(manager, prepared.hold, amount, { userId: prepared.ownerId, app: 'ai', skill: 'chat', ...tokens });
    });
  }

  toMessage(chat: StoredChat, messageId: string, parentId: string, end: AnswerEnd): Message {
    return { id: messageId, chatId: chat.id, parentId, role: 'assistant', state: end.state, createdAt: new Date().toISOString(), ...end.body };
  }

  private async newChat(prepared: PreparedAnswer, id: string): Promise<StoredChat> {
    const { ownerId } = prepared;
    const key = await this.cipher.createKey(ownerId, id);
    const title = await this.cipher.sealTitle({ id, ownerId, key }, titleFrom(prepared.content, prepared.attachments));
    const now = new Date();
    return { id, ownerId, mateId: prepared.mate.id, key, title, createdAt: now, updatedAt: now };
  }
}
