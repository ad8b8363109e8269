import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { BlobStore } from '../../platform/blob-store.js';
import { Sweeper } from '../../platform/sweeper.js';
import { DataKeys } from '../data-keys.js';
import { UnstoredKeysRepository, type UnstoredKey } from './unstored-keys.repository.js';

const SWEEP_MS = 15_000;

/** Destroys keys that the vault made and nothing came to store, because the server was killed in between or storing failed. */
@Injectable()
export class UnstoredKeys implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly held = new Set<string>();
  private readonly sweeper = new Sweeper(
    () => this.sweepOnce(),
    SWEEP_MS,
    (cause) => this.logger.warn('keys that nothing has stored could not be looked for', { cause }),
  );

  constructor(
    private readonly unstored: UnstoredKeysRepository,
    private readonly keys: DataKeys,
    private readonly blobs: BlobStore,
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

  /** Runs what takes as long as a sender needs: until it ends, the key is not given up. */
  async holding<T>(keyId: string, work: () => Promise<T>): Promise<T> {
    this.held.add(keyId);
    try {
      return await work();
    } finally {
      this.held.delete(keyId);
    }
  }

  /** Destroys a key that is given up, with what was sealed under it outside the database; when it cannot, a sweep will. */
  async destroy({ keyId, ...binding }: UnstoredKey): Promise<void> {
    try {
      await this.keys.destroy(binding, { keyId });
      if (binding.purpose === 'file') await this.blobs.delete(binding.objectId);
      await this.unstored.forget(keyId);
    } catch (cause) {
      this.logger.warn('a key that nothing has stored is not yet destroyed', { purpose: binding.purpose, objectId: binding.objectId, keyId, cause });
    }
  }

  private async sweepOnce(): Promise<void> {
    if (this.held.size > 0) await this.unstored.renew([...this.held]);
    for (const key of await this.unstored.giveUp()) await this.destroy(key);
  }
}
