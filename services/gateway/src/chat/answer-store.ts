import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Message, MessageState } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource } from 'typeorm';
import { CreditsService } from '../credits/credits.service.js';
import type { PreparedAnswer } from './answer-preparation.js';
import { ChatCipher } from './chat-cipher.js';
import { titleFrom } from './chat-title.js';
import { ChatRepository } from './chat.repository.js';
import { EMPTY_BODY, type MessageBody, type StoredChat } from './chat.types.js';
import { MessagesRepository } from './messages.repository.js';

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
    private readonly chats: ChatRepository,
    private readonly messages: MessagesRepository,
    private readonly cipher: ChatCipher,
    private readonly credits: CreditsService,
  ) {}

  async begin(prepared: PreparedAnswer, ids: { user: string; assistant: string }): Promise<StoredChat> {
    const chat = prepared.chat ?? (await this.newChat(prepared));
    const question = { ...EMPTY_BODY, content: prepared.content, attachments: prepared.attachments };
    const userBody = await this.cipher.sealBody(chat, { id: ids.user, role: 'user', revision: 0 }, question);
    const answerBody = await this.cipher.sealBody(chat, { id: ids.assistant, role: 'assistant', revision: 0 }, EMPTY_BODY);
    return withTransaction(this.dataSource, async (manager) => {
      const stored = prepared.chat ?? (await this.chats.insert(manager, chat));
      if (prepared.answered === null) {
        const { parentId } = prepared;
        await this.messages.insert(manager, { id: ids.user, chatId: chat.id, parentId, role: 'user', state: 'complete', body: userBody, holdId: null });
      }
      const holdId = prepared.hold.id;
      await this.messages.insert(manager, { id: ids.assistant, chatId: chat.id, parentId: ids.user, role: 'assistant', state: 'streaming', body: answerBody, holdId });
      await this.chats.touch(manager, chat.id);
      return stored;
    });
  }

  /** Text, citations, price, usage and event commit together or not at all. */
  async finish(chat: StoredChat, messageId: string, prepared: PreparedAnswer, end: AnswerEnd): Promise<void> {
    const place = { id: messageId, role: 'assistant' as const, revision: FINAL_REVISION };
    const body = await this.cipher.sealBody(chat, place, end.body);
    await withTransaction(this.dataSource, async (manager) => {
      const stillThere = await this.messages.finish(manager, { id: messageId, state: end.state, revision: FINAL_REVISION, body });
      const { amount, ...tokens } = end.used;
      await this.credits.settle(manager, prepared.hold, amount, { userId: prepared.ownerId, app: 'ai', skill: 'chat', ...tokens });
      if (!stillThere) return;
      await this.chats.touch(manager, chat.id);
      await this.messages.appendOutbox(manager, 'chat.answered', { chatId: chat.id, messageId, state: end.state });
    });
  }

  toMessage(chat: StoredChat, messageId: string, parentId: string, end: AnswerEnd): Message {
    return { id: messageId, chatId: chat.id, parentId, role: 'assistant', state: end.state, createdAt: new Date().toISOString(), ...end.body };
  }

  private async newChat(prepared: PreparedAnswer): Promise<StoredChat> {
    const { ownerId } = prepared;
    const id = randomUUID();
    const key = await this.cipher.createKey(ownerId, id);
    const title = await this.cipher.sealTitle({ id, ownerId, key }, titleFrom(prepared.content, prepared.attachments));
    const now = new Date();
    return { id, ownerId, mateId: prepared.mate.id, key, title, createdAt: now, updatedAt: now };
  }
}
