import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { RekeyProgress } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { Sweeper } from '../../platform/sweeper.js';
import { ChatRuns } from '../chat-runs.js';
import { ChatCipher } from '../chat-cipher.js';
import type { StoredChat } from '../chat.types.js';
import { NextKeys } from './next-keys.js';
import { RekeyRepository } from './rekey.repository.js';

const SWEEP_MS = 15_000;
const AT_ONCE = 100;

/**
 * Gives chats another key. At once: the next epoch, title and head under it, and everything written from then on. In the
 * background: each message that was there, batch by batch. In the end the old key is destroyed. Each step may be
 * broken off and is taken up again at the next start or sweep; the chat is read and written meanwhile.
 */
@Injectable()
export class ChatRekeying implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeper = new Sweeper(
    () => this.sweepAll(),
    SWEEP_MS,
    (cause) => this.logger.warn('chats to re-key could not be looked for', { cause }),
  );
  private again = false;
  private stopped = false;

  constructor(
    private readonly next: NextKeys,
    private readonly repository: RekeyRepository,
    private readonly cipher: ChatCipher,
    private readonly runs: ChatRuns,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeper.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.sweeper.stop();
  }

  /** Begins; for a chat that is being re-keyed already it changes nothing. */
  async start(ownerId: string, chatId: string): Promise<RekeyProgress> {
    const progress = await this.next.give(ownerId, chatId);
    this.again = true;
    void this.sweep();
    return progress;
  }

  /** Goes on with every chat that is not done. */
  sweep(): Promise<void> {
    return this.sweeper.sweep();
  }

  private async sweepAll(): Promise<void> {
    do {
      this.again = false;
      const pending = await this.repository.pending(AT_ONCE);
      await Promise.all(pending.map((chat) => this.finish(chat)));
    } while (this.again && !this.stopped);
  }

  private async finish({ ownerId, id, oldKey }: StoredChat): Promise<void> {
    try {
      for (let after: number | null = 0; after !== null; after = await this.next.reseal(ownerId, id, after)) if (this.stopped) return;
      if (!oldKey || !(await this.leftBehind(id, oldKey.keyId))) return;
      await this.cipher.destroyKey({ id, ownerId }, oldKey);
      await this.repository.end(id, oldKey.keyId);
      this.logger.log('a chat was re-keyed', { chatId: id });
    } catch (cause) {
      this.logger.warn('a chat is not yet re-keyed', { chatId: id, cause });
    }
  }

  /** Whether no answer is being written under the old key; one that is will bring this back here when it has ended. */
  private async leftBehind(chatId: string, keyId: string): Promise<boolean> {
    const left = this.runs.leaveKey(chatId, keyId);
    if (await Promise.race([left.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))])) return true;
    void left.then(() => {
      this.again = true;
      return this.stopped ? undefined : this.sweep();
    });
    return false;
  }
}
