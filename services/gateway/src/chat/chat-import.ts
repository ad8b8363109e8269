import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DEFAULT_MATE_ID, type ChatSummary, type SharedMessage } from '@mateship/contracts';
import { ChatCipher } from './chat-cipher.js';
import { ChatService } from './chat.service.js';
import { EMPTY_BODY } from './chat.types.js';
import { ExchangesRepository, type NewMessage } from './exchanges.repository.js';

/** Makes a chat from messages that were written elsewhere. It has ids and a key of its own, and its messages form one branch. */
@Injectable()
export class ChatImport {
  constructor(
    private readonly cipher: ChatCipher,
    private readonly exchanges: ExchangesRepository,
    private readonly chats: ChatService,
  ) {}

  async create(ownerId: string, title: string, messages: SharedMessage[]): Promise<ChatSummary> {
    const id = randomUUID();
    const key = await this.cipher.createKey(ownerId, id);
    const chat = { id, ownerId, mateId: DEFAULT_MATE_ID, key, title: await this.cipher.sealTitle({ id, ownerId, key }, title) };
    const sealed: NewMessage[] = [];
    for (const { role, content, citations } of messages) {
      const place = { id: randomUUID(), role, revision: 0 };
      // The files stay with the sharer, so a passage leads to none.
      const body = { ...EMPTY_BODY, content, citations: citations.map((citation) => ({ ...citation, fileId: null })) };
      sealed.push({ ...place, chatId: id, parentId: sealed.at(-1)?.id ?? null, state: 'complete', body: await this.cipher.sealBody(chat, place, body), holdId: null });
    }
    return this.chats.summary(await this.exchanges.begin(chat, true, sealed));
  }
}
