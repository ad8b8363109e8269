import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { JsonLogger, Metrics } from '@mateship/service-kit';
import { ChatRepository } from '../chat.repository.js';
import type { StoredChat, StoredMessage } from '../chat.types.js';
import { ChatChain } from './chat-chain.js';
import type { ChainState } from './chain-state.js';

/** A chat with its messages, and whether they are all that belong to it. */
export interface CheckedChat {
  chat: StoredChat;
  messages: StoredMessage[];
  /** Null when the chain is broken. */
  state: ChainState | null;
}

/** Reads whole chats and holds them against their heads. One that does not fit raises the alarm each time it is read. */
@Injectable()
export class CheckedChats {
  private readonly broken;

  constructor(
    private readonly chats: ChatRepository,
    private readonly chain: ChatChain,
    private readonly logger: JsonLogger,
    metrics: Metrics,
  ) {
    this.broken = metrics.counter('chat_chain_broken_total', 'Reads of chats that were changed outside of the server.');
  }

  /** @throws DomainError CHAT_CHAIN_BROKEN */
  async intact(ownerId: string, chatId: string): Promise<CheckedChat & { state: ChainState }> {
    const checked = await this.read(ownerId, chatId);
    if (!checked.state) throw new DomainError('CHAT_CHAIN_BROKEN');
    return { ...checked, state: checked.state };
  }

  /** @throws DomainError NOT_FOUND */
  async read(ownerId: string, chatId: string): Promise<CheckedChat> {
    let checked = await this.check(ownerId, chatId);
    const least = this.chain.committedAtLeast(checked.chat);
    // It may have moved on while it was read. What is read from here on is no older than `least`, unless it was set back.
    if (checked.chat.head.version < least) checked = await this.check(ownerId, chatId);
    const isSetBack = checked.chat.head.version < least;
    if (checked.state && !isSetBack) return checked;
    this.broken.inc();
    this.logger.error('a chat was changed outside of the server', { chatId, isSetBack });
    return { ...checked, state: null };
  }

  private async check(ownerId: string, chatId: string): Promise<CheckedChat> {
    const whole = await this.chats.findWhole(ownerId, chatId);
    if (!whole) throw new DomainError('NOT_FOUND');
    // Opening the head brings the key, and with it what the vault knows.
    return { ...whole, state: await this.stateOf(whole.chat, whole.messages) };
  }

  private async stateOf(chat: StoredChat, messages: StoredMessage[]): Promise<ChainState | null> {
    try {
      const state = await this.chain.open(chat);
      if (state) return (await this.chain.holds(state, chat, messages)) ? state : null;
      // Written by an earlier release: there is nothing to hold it against yet.
      return messages.some(({ place }) => place !== null) ? null : await this.chain.stateOf(chat, messages);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'CHAT_CHAIN_BROKEN') return null;
      throw error;
    }
  }
}
