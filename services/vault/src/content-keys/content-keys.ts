import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type KeyBinding } from '@mateship/contracts';
import { DecryptionError, type KeyReference, newDataKey, openBytes, sealBytes, wipe } from '@mateship/crypto';
import type { EntityManager } from 'typeorm';
import { KEY_MANAGEMENT, type KeyManagement } from '../key-management/key-management.js';
import { keyContext } from '../keys/data-key.js';
import { KeyOpener } from '../keys/key-opener.js';
import { KeyRepository } from '../keys/key.repository.js';

/** Who uses these keys, in the audit. */
const VAULT = 'vault';

/** Bytes to be sealed, and what they are bound to. */
export interface Content {
  context: Uint8Array;
  plaintext: Uint8Array;
}

/** The first content of an object, sealed, and the key that it is under. */
export interface SealedFirst {
  keyId: string;
  sealed: Buffer;
}

/** Data keys of what the vault itself seals: suite 0x0020, one key for each object. A key in plaintext lives for one call. */
@Injectable()
export class ContentKeys {
  constructor(
    private readonly keys: KeyRepository,
    private readonly opener: KeyOpener,
    @Inject(KEY_MANAGEMENT) private readonly management: KeyManagement,
  ) {}

  /**
   * Seals the first content of an object under a new key, and stores both or neither. False when `store` found no place for
   * it any more. @throws DomainError NOT_FOUND when the owner is erased
   */
  async sealNew(binding: KeyBinding, content: Content, store: (manager: EntityManager, made: SealedFirst) => Promise<boolean>): Promise<boolean> {
    const place = { ...binding, keyId: randomUUID(), epoch: 1 };
    const key = newDataKey();
    try {
      const { wrapped, version } = await this.management.wrap(place.purpose, keyContext(place), key);
      const made = { keyId: place.keyId, sealed: sealBytes(key, place, content.context, content.plaintext) };
      return await this.keys.createWith({ ...place, wrapped, kekVersion: version }, VAULT, (manager) => store(manager, made));
    } finally {
      wipe(key);
    }
  }

  /** Seals further content of the object. @throws DomainError NOT_FOUND when its key is destroyed */
  seal(binding: KeyBinding, keyId: string, content: Content): Promise<Buffer> {
    return this.use(binding, keyId, (key, reference) => sealBytes(key, reference, content.context, content.plaintext));
  }

  /** @throws DomainError NOT_FOUND when the key is destroyed, DECRYPTION_FAILED when content and place do not belong together */
  open(binding: KeyBinding, keyId: string, context: Uint8Array, sealed: Uint8Array): Promise<Buffer> {
    return this.use(binding, keyId, (key) => openBytes(key, context, sealed));
  }

  /** Everything sealed under the key is gone with it; `alongside` deletes its rows in the same transaction. */
  async destroy(binding: KeyBinding, keyId: string, alongside?: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.keys.destroy(binding, keyId, VAULT, alongside);
  }

  private async use<T>(binding: KeyBinding, keyId: string, work: (key: Buffer, reference: KeyReference) => T): Promise<T> {
    const stored = await this.keys.find(binding, keyId);
    if (!stored) throw new DomainError('NOT_FOUND');
    try {
      const key = await this.opener.open(stored);
      try {
        return work(key, stored);
      } finally {
        wipe(key);
      }
    } catch (cause) {
      if (!(cause instanceof DecryptionError)) throw cause;
      await this.keys.audit({ caller: VAULT, action: 'open', keyId, ok: false });
      throw new DomainError('DECRYPTION_FAILED', { cause });
    }
  }
}
