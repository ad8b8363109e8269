import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { Sweeper } from '../../platform/sweeper.js';
import { ShareEndings } from '../../shares/share-endings.js';
import { ChatCipher } from '../chat-cipher.js';
import { ChatRepository } from '../chat.repository.js';
import { ChatRuns } from '../chat-runs.js';
import type { StoredChat } from '../chat.types.js';

const SWEEP_MS = 15_000;
const AT_ONCE = 100;

/**
 * Erases chats: first it is written down that a chat must go, then its key and those of its links are destroyed,
 * then its rows are deleted. What a backup or a half-finished erasure still holds can never be read again. One that was
 * broken off, or that met a vault that was away, is finished at the next start or sweep.
 */
@Injectable()
export class ChatErasure implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeper = new Sweeper(
    () => this.sweepOnce(),
    SWEEP_MS,
    (cause) => this.logger.warn('chats to erase could not be looked for', { cause }),
  );

  constructor(
    private readonly chats: ChatRepository,
    private readonly cipher: ChatCipher,
    private readonly runs: ChatRuns,
    private readonly shares: ShareEndings,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeper.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweeper.stop();
  }

  /** Resolves when the chat is there for nobody any more, and as a rule when it is erased. @throws DomainError NOT_FOUND */
  async erase(ownerId: string, chatId: string): Promise<void> {
    const chat = await this.chats.find(ownerId, chatId);
    if (!chat || !(await this.chats.condemn(ownerId, chatId))) throw new DomainError('NOT_FOUND');
    await this.attempt(chat);
  }

  /** Erases every chat of somebody. @throws what keeps one from being erased */
  async eraseAllOf(ownerId: string): Promise<void> {
    await this.chats.condemnAll(ownerId);
    for (let batch = await this.chats.condemned(AT_ONCE, ownerId); batch.length > 0; batch = await this.chats.condemned(AT_ONCE, ownerId)) {
      for (const chat of batch) await this.finish(chat);
    }
  }

  /** Finishes every erasure that has begun. */
  sweep(): Promise<void> {
    return this.sweeper.sweep();
  }

  private async sweepOnce(): Promise<void> {
    const condemned = await this.chats.condemned(AT_ONCE);
    for (const chat of condemned) await this.attempt(chat);
  }

  private async attempt(chat: StoredChat): Promise<void> {
    try {
      await this.finish(chat);
    } catch (cause) {
      this.logger.warn('a chat is not yet erased', { chatId: chat.id, cause });
    }
  }

  private async finish(chat: StoredChat): Promise<void> {
    await this.runs.cancelIn(chat.ownerId, chat.id);
    await this.shares.endAllOf(chat.ownerId, chat.id);
    for (const key of [chat.oldKey, chat.key]) if (key) await this.cipher.destroyKey(chat, key);
    await this.chats.erase(chat.id);
  }
}
