import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { Sweeper } from '../../platform/sweeper.js';
import { ChatCipher } from '../chat-cipher.js';
import { UnstoredKeysRepository, type UnstoredKey } from './unstored-keys.repository.js';

const SWEEP_MS = 15_000;

/** Destroys keys that the vault made and no chat came to store, because the server was killed in between or storing failed. */
@Injectable()
export class UnstoredKeys implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeper = new Sweeper(
    () => this.sweepOnce(),
    SWEEP_MS,
    (cause) => this.logger.warn('keys of chats that were not stored could not be looked for', { cause }),
  );

  constructor(
    private readonly keys: UnstoredKeysRepository,
    private readonly cipher: ChatCipher,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeper.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweeper.stop();
  }

  sweep(): Promise<void> {
    return this.sweeper.sweep();
  }

  private async sweepOnce(): Promise<void> {
    for (const key of await this.keys.giveUp()) await this.destroy(key);
  }

  private async destroy({ keyId, ownerId, chatId }: UnstoredKey): Promise<void> {
    try {
      await this.cipher.destroyKey({ id: chatId, ownerId }, { keyId });
      await this.keys.forget(keyId);
    } catch (cause) {
      this.logger.warn('a key that no chat stored is not yet destroyed', { chatId, keyId, cause });
    }
  }
}
