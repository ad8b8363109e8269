import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import type { PreparedAnswer } from './answer-preparation.js';
import type { ChainState } from './chain/chain-state.js';
import { ChatChain } from './chain/chat-chain.js';
import { CheckedChats } from './chain/checked-chats.js';
import { linkOf } from './chain/message-digest.js';
import { ChatCipher } from './chat-cipher.js';
import { titleFrom } from './chat-title.js';
import { EMPTY_BODY, type StoredChat } from './chat.types.js';
import { ExchangesRepository } from './exchanges.repository.js';
import { isKeyGone } from '../keys/key-gone.js';

const ATTEMPTS = 10;

/** Stores a question and the place of its answer. */
@Injectable()
export class AnswerBeginning {
  constructor(
    private readonly exchanges: ExchangesRepository,
    private readonly cipher: ChatCipher,
    private readonly chain: ChatChain,
    private readonly checked: CheckedChats,
  ) {}

  /** Chat, question and the place of the answer come to be in one statement, which is tried again when the chat has moved on meanwhile. */
  async store(prepared: PreparedAnswer, ids: { chat: string; user: string; assistant: string }): Promise<StoredChat> {
    let chat = prepared.chat ?? (await this.newChat(prepared, ids.chat));
    let { state } = prepared;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const stored = await this.attempt(chat, state, prepared, ids).catch(ifKeyGone);
      if (stored) {
        this.chain.committed(stored);
        return stored;
      }
      ({ chat, state } = await this.checked.intact(chat.ownerId, chat.id));
    }
    throw new DomainError('CHAT_BUSY');
  }

  private async attempt(chat: StoredChat, state: ChainState, prepared: PreparedAnswer, ids: { user: string; assistant: string }): Promise<StoredChat | null> {
    const messages = await this.firstForms(chat, prepared, ids, state.next);
    const head = await this.chain.next(chat, state, { added: messages, removed: [] });
    return this.exchanges.begin({ ...chat, head }, prepared.chat === null, messages);
  }

  private async firstForms(chat: StoredChat, prepared: PreparedAnswer, ids: { user: string; assistant: string }, next: number) {
    const common = { chatId: chat.id, revision: 0 };
    const above = prepared.above ? linkOf(prepared.above) : Buffer.alloc(0);
    const question = { ...common, id: ids.user, role: 'user' as const, parentId: prepared.parentId, state: 'complete' as const, holdId: null, place: { number: next, previous: above } };
    const isNew = prepared.answered === null;
    const place = isNew ? { number: next + 1, previous: linkOf(question) } : { number: next, previous: above };
    const answer = { ...common, id: ids.assistant, role: 'assistant' as const, parentId: ids.user, state: 'streaming' as const, holdId: prepared.hold.id, place };
    const content = { ...EMPTY_BODY, content: prepared.content, attachments: prepared.attachments };
    const forms = isNew ? [{ form: question, body: content }, { form: answer, body: EMPTY_BODY }] : [{ form: answer, body: EMPTY_BODY }];
    return Promise.all(forms.map(async ({ form, body }) => ({ ...form, seq: null, body: await this.cipher.sealBody(chat, form, body) })));
  }

  private async newChat(prepared: PreparedAnswer, id: string): Promise<StoredChat> {
    const { ownerId } = prepared;
    const key = await this.cipher.createKey(ownerId, id);
    const title = await this.cipher.sealTitle({ id, ownerId, key }, titleFrom(prepared.content, prepared.attachments));
    const now = new Date();
    return { id, ownerId, mateId: prepared.mate.id, key, oldKey: null, title, head: { version: 0, sealed: null }, createdAt: now, updatedAt: now };
  }
}

/** The chat has another key by now, or is gone. */
function ifKeyGone(error: unknown): null {
  if (!isKeyGone(error)) throw error;
  return null;
}
