import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DEFAULT_MATE_ID, DomainError, type ChatSummary, type SharedMessage } from '@mateship/contracts';
import { ChatChain } from './chain/chat-chain.js';
import { EMPTY_CHAIN } from './chain/chain-state.js';
import { linkOf } from './chain/message-digest.js';
import { ChatCipher } from './chat-cipher.js';
import { ChatService } from './chat.service.js';
import { EMPTY_BODY, type StoredChat } from './chat.types.js';
import { ExchangesRepository, type NewMessage } from './exchanges.repository.js';

/** Makes a chat from messages that were written elsewhere. It has ids and a key of its own, and its messages form one branch. */
@Injectable()
export class ChatImport {
  constructor(
    private readonly cipher: ChatCipher,
    private readonly chain: ChatChain,
    private readonly exchanges: ExchangesRepository,
    private readonly chats: ChatService,
  ) {}

  async create(ownerId: string, titleText: string, messages: SharedMessage[]): Promise<ChatSummary> {
    const id = randomUUID();
    const key = await this.cipher.createKey(ownerId, id);
    const now = new Date();
    const title = await this.cipher.sealTitle({ id, ownerId, key }, titleText);
    const chat: StoredChat = { id, ownerId, mateId: DEFAULT_MATE_ID, key, oldKey: null, title, head: { version: 0, sealed: null }, createdAt: now, updatedAt: now };
    const branch = await this.branch(chat, messages);
    const head = await this.chain.next(chat, EMPTY_CHAIN, { added: branch, removed: [] });
    const stored = await this.exchanges.begin({ ...chat, head }, true, branch);
    if (!stored) throw new DomainError('CHAT_BUSY');
    this.chain.committed(stored);
    return this.chats.summary(stored);
  }

  private async branch(chat: StoredChat, messages: SharedMessage[]) {
    const branch: (NewMessage & { seq: null })[] = [];
    for (const { role, content, citations } of messages) {
      const above = branch.at(-1);
      const form = { id: randomUUID(), role, revision: 0, place: { number: branch.length + EMPTY_CHAIN.next, previous: above ? linkOf(above) : Buffer.alloc(0) } };
      // The files stay with the sharer, so a passage leads to none.
      const body = { ...EMPTY_BODY, content, citations: citations.map((citation) => ({ ...citation, fileId: null })) };
      const sealed = await this.cipher.sealBody(chat, form, body);
      branch.push({ ...form, chatId: chat.id, parentId: above?.id ?? null, state: 'complete', body: sealed, holdId: null, seq: null });
    }
    return branch;
  }
}
