import { Injectable } from '@nestjs/common';
import { DomainError, type Chat, type ChatSummary, type Message, type PageQuery } from '@mateship/contracts';
import type { ChainState } from './chain/chain-state.js';
import { CheckedChats, type CheckedChat } from './chain/checked-chats.js';
import { ChatCipher, isUnder } from './chat-cipher.js';
import { decodeCursor, encodeCursor } from './chat-cursor.js';
import { ChatRepository } from './chat.repository.js';
import type { StoredChat, StoredMessage } from './chat.types.js';
import { isKeyGone } from '../keys/key-gone.js';
import { MessagesRepository } from './messages.repository.js';
import { onceMore } from './once-more.js';

/** Reads chats. Every query names the owner. */
@Injectable()
export class ChatService {
  constructor(
    private readonly chats: ChatRepository,
    private readonly messages: MessagesRepository,
    private readonly cipher: ChatCipher,
    private readonly checked: CheckedChats,
  ) {}

  async list(ownerId: string, query: PageQuery): Promise<{ items: ChatSummary[]; nextCursor: string | null }> {
    const stored = await this.chats.page(ownerId, query.limit + 1, query.cursor === undefined ? null : decodeCursor(query.cursor));
    const page = stored.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: await Promise.all(page.map((chat) => this.listed(chat))),
      nextCursor: stored.length > page.length && last ? encodeCursor(last) : null,
    };
  }

  /** Fails with CHAT_CHAIN_BROKEN for a chat that was changed outside of the server, unless what remains of it is asked for. */
  get(ownerId: string, chatId: string, remains: boolean): Promise<Chat> {
    return onceMore(() => this.getOnce(ownerId, chatId, remains));
  }

  private async getOnce(ownerId: string, chatId: string, remains: boolean): Promise<Chat> {
    const { chat, messages, state } = await this.checked.read(ownerId, chatId);
    const { epoch: keyEpoch } = chat.key;
    if (state) return { ...(await this.summary(chat)), keyEpoch, intact: true, ...rekeyingOf(chat, messages), messages: await this.openAll(chat, messages) };
    if (!remains) throw new DomainError('CHAT_CHAIN_BROKEN');
    const opened = await Promise.all(messages.map((message) => this.open(chat, message).catch(ifUnreadable)));
    return { ...(await this.listed(chat)), keyEpoch, intact: false, messages: opened.filter((message) => message !== null) };
  }

  /** A whole chat that may be gone on with, still sealed. @throws DomainError CHAT_CHAIN_BROKEN */
  intact(ownerId: string, chatId: string): Promise<CheckedChat & { state: ChainState }> {
    return this.checked.intact(ownerId, chatId);
  }

  async summary(chat: StoredChat): Promise<ChatSummary> {
    return summaryOf(chat, await this.cipher.openTitle(chat));
  }

  async open(chat: StoredChat, message: StoredMessage): Promise<Message> {
    const body = await this.cipher.openBody(chat, message);
    const { id, chatId, parentId, role, state, createdAt } = message;
    return { id, chatId, parentId, role, state, createdAt: createdAt.toISOString(), ...body };
  }

  /** A stored answer with its chat, as a later reader will find them. */
  answer(ownerId: string, chatId: string, messageId: string): Promise<{ chat: ChatSummary; message: Message }> {
    return onceMore(async () => {
      const chat = await this.require(ownerId, chatId);
      const message = await this.messages.find(ownerId, messageId);
      if (!message) throw new DomainError('NOT_FOUND');
      return { chat: await this.summary(chat), message: await this.open(chat, message) };
    });
  }

  /** The titles of these chats, without those that are gone. */
  async titles(ownerId: string, ids: ReadonlySet<string>): Promise<Map<string, string>> {
    const chats = await Promise.all([...ids].map((id) => this.chats.find(ownerId, id)));
    return new Map(await Promise.all(chats.flatMap((chat) => (chat ? [this.listed(chat).then(({ title }) => [chat.id, title] as const)] : []))));
  }

  async hasMessage(ownerId: string, messageId: string): Promise<boolean> {
    return (await this.messages.find(ownerId, messageId)) !== null;
  }

  async require(ownerId: string, chatId: string): Promise<StoredChat> {
    const chat = await this.chats.find(ownerId, chatId);
    if (!chat) throw new DomainError('NOT_FOUND');
    return chat;
  }

  /** A chat whose title cannot be read is listed without one, so that it does not take the others along. */
  private listed(chat: StoredChat): Promise<ChatSummary> {
    const again = async () => this.summary((await this.chats.find(chat.ownerId, chat.id)) ?? chat);
    const untitled = () => summaryOf(chat, '');
    return this.summary(chat).catch((error: unknown) => (isKeyGone(error) ? again() : Promise.reject(error))).catch((error: unknown) => (isUnreadable(error) ? untitled() : Promise.reject(error)));
  }

  private openAll(chat: StoredChat, messages: StoredMessage[]): Promise<Message[]> {
    return Promise.all(messages.map((message) => this.open(chat, message)));
  }
}

function summaryOf(chat: StoredChat, title: string): ChatSummary {
  return { id: chat.id, title, mateId: chat.mateId, createdAt: chat.createdAt.toISOString(), updatedAt: chat.updatedAt.toISOString() };
}

function isUnreadable(error: unknown): boolean {
  return isKeyGone(error) || (error instanceof DomainError && error.code === 'DECRYPTION_FAILED');
}

/** What was moved here or replaced does not open; it is left out of what remains. */
function ifUnreadable(error: unknown): null {
  if (isUnreadable(error)) return null;
  throw error;
}

/** How far a chat is that is being sealed anew. */
function rekeyingOf({ oldKey }: StoredChat, messages: StoredMessage[]): Pick<Chat, 'rekeying'> {
  if (!oldKey) return {};
  return { rekeying: { done: messages.filter(({ body }) => !isUnder(oldKey, body)).length, total: messages.length } };
}
