import { Injectable } from '@nestjs/common';
import { DomainError, type Chat, type ChatSummary, type Message, type PageQuery } from '@mateship/contracts';
import { ChatCipher } from './chat-cipher.js';
import { decodeCursor, encodeCursor } from './chat-cursor.js';
import { ChatRepository } from './chat.repository.js';
import { ChatRuns } from './chat-runs.js';
import type { StoredChat, StoredMessage } from './chat.types.js';
import { MessagesRepository } from './messages.repository.js';

/** A chat and its messages as they are stored, oldest first. */
export interface LoadedChat {
  chat: StoredChat;
  messages: StoredMessage[];
}

/** Reads and deletes chats. Every query names the owner. */
@Injectable()
export class ChatService {
  constructor(
    private readonly chats: ChatRepository,
    private readonly messages: MessagesRepository,
    private readonly cipher: ChatCipher,
    private readonly runs: ChatRuns,
  ) {}

  async list(ownerId: string, query: PageQuery): Promise<{ items: ChatSummary[]; nextCursor: string | null }> {
    const stored = await this.chats.page(ownerId, query.limit + 1, query.cursor === undefined ? null : decodeCursor(query.cursor));
    const page = stored.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: await Promise.all(page.map((chat) => this.summary(chat))),
      nextCursor: stored.length > page.length && last ? encodeCursor(last) : null,
    };
  }

  async get(ownerId: string, chatId: string): Promise<Chat> {
    const { chat, messages } = await this.load(ownerId, chatId);
    return { ...(await this.summary(chat)), messages: await Promise.all(messages.map((message) => this.open(chat, message))) };
  }

  /** A chat with its messages, all still sealed. */
  async load(ownerId: string, chatId: string): Promise<LoadedChat> {
    const [chat, messages] = await Promise.all([this.require(ownerId, chatId), this.messages.ofChat(ownerId, chatId)]);
    return { chat, messages };
  }

  async summary(chat: StoredChat): Promise<ChatSummary> {
    return {
      id: chat.id,
      title: await this.cipher.openTitle(chat),
      mateId: chat.mateId,
      createdAt: chat.createdAt.toISOString(),
      updatedAt: chat.updatedAt.toISOString(),
    };
  }

  async open(chat: StoredChat, message: StoredMessage): Promise<Message> {
    const body = await this.cipher.openBody(chat, message);
    const { id, chatId, parentId, role, state, createdAt } = message;
    return { id, chatId, parentId, role, state, createdAt: createdAt.toISOString(), ...body };
  }

  async deleteMessage(ownerId: string, chatId: string, messageId: string): Promise<void> {
    await this.runs.cancelIn(chatId);
    if (!(await this.messages.delete(ownerId, chatId, messageId))) throw new DomainError('NOT_FOUND');
  }

  /** The key goes first: what a backup or a half-finished deletion still holds can never be read again. */
  async delete(ownerId: string, chatId: string): Promise<void> {
    const chat = await this.require(ownerId, chatId);
    await this.runs.cancelIn(chatId);
    await this.cipher.destroyKey(chat);
    await this.chats.delete(ownerId, chatId);
  }

  /** A stored answer with its chat, as a later reader will find them. */
  async answer(ownerId: string, chatId: string, messageId: string): Promise<{ chat: ChatSummary; message: Message }> {
    const chat = await this.require(ownerId, chatId);
    const message = await this.messages.find(ownerId, messageId);
    if (!message) throw new DomainError('NOT_FOUND');
    return { chat: await this.summary(chat), message: await this.open(chat, message) };
  }

  async hasMessage(ownerId: string, messageId: string): Promise<boolean> {
    return (await this.messages.find(ownerId, messageId)) !== null;
  }

  async require(ownerId: string, chatId: string): Promise<StoredChat> {
    const chat = await this.chats.find(ownerId, chatId);
    if (!chat) throw new DomainError('NOT_FOUND');
    return chat;
  }
}
