import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DomainError, type KeyBinding, type SealedKey } from '@mateship/contracts';
import { encodeContext, hpkeOpen, newHpkeKeyPair, wipe, type HpkeKeyPair } from '@mateship/crypto';
import { LRUCache } from 'lru-cache';
import { KeyAnchors } from './key-anchors.js';
import { isKeyGone } from './key-gone.js';
import { UnopenedContents } from './unopened-contents.js';
import { UnstoredKeysRepository } from './unstored-keys/unstored-keys.repository.js';
import { VaultClient } from './vault.client.js';

const MAX_KEYS = 1000;
const MAX_AGE_MS = 5 * 60_000;

/** Where a data key is kept: its id at the vault and how often its object was re-keyed. */
export interface KeyRef {
  keyId: string;
  epoch: number;
}

/**
 * Data keys in plaintext, only here and only for minutes. They arrive sealed to a key pair of this boot and are
 * overwritten when they leave the cache. Callers use the key inside `use` and never keep it.
 */
@Injectable()
export class DataKeys implements OnModuleDestroy {
  private readonly cache = new LRUCache<string, Buffer>({
    max: MAX_KEYS,
    ttl: MAX_AGE_MS,
    dispose: (key) => wipe(key),
  });
  /** Keys on their way here: whoever needs one meanwhile waits for the same answer. */
  private readonly coming = new Map<string, Promise<Buffer>>();
  private pair: Promise<HpkeKeyPair> | undefined;

  constructor(
    private readonly vault: VaultClient,
    private readonly anchors: KeyAnchors,
    private readonly unopened: UnopenedContents,
    @Inject(UnstoredKeysRepository) private readonly unstored: Pick<UnstoredKeysRepository, 'note'>,
  ) {}

  /**
   * A key for an object to store. It is noted before it is made: whoever stores the object claims the note in the same
   * transaction, and a key that nobody claims is destroyed in a while.
   */
  async create(binding: KeyBinding): Promise<KeyRef> {
    const keyId = randomUUID();
    await this.unstored.note({ keyId, ...binding });
    const pair = await this.keyPair();
    const sealed = await this.vault.createKey({ ...binding, keyId, recipientPublicKey: pair.publicKey.toString('base64url') });
    if (sealed.keyId !== keyId) throw new DomainError('DECRYPTION_FAILED');
    this.cache.set(sealed.keyId, await this.unseal(pair, binding, sealed));
    return { keyId: sealed.keyId, epoch: sealed.epoch };
  }

  /** Runs `action` with the key of an object. Its work on the key must be synchronous or copy what it needs. */
  async use<T>(binding: KeyBinding, ref: KeyRef, action: (key: Buffer) => T): Promise<T> {
    const cached = this.cache.get(ref.keyId);
    if (cached) return this.opened(binding, () => action(cached));
    const place = JSON.stringify([binding.purpose, binding.ownerId, binding.objectId, ref.keyId, ref.epoch]);
    const coming = this.coming.get(place) ?? this.fetch(binding, ref).finally(() => this.coming.delete(place));
    this.coming.set(place, coming);
    const key = await coming;
    return this.opened(binding, () => action(key));
  }

  /** Destroys a key for good: everything sealed under it is gone with it. One that is gone already is what was wanted. */
  async destroy(binding: KeyBinding, ref: Pick<KeyRef, 'keyId'>): Promise<void> {
    await this.vault.destroyKey({ ...binding, keyId: ref.keyId }).catch((error: unknown) => {
      if (!isKeyGone(error)) throw error;
    });
    this.cache.delete(ref.keyId);
    this.anchors.forget(ref.keyId);
  }

  onModuleDestroy(): void {
    this.cache.clear();
  }

  private async fetch(binding: KeyBinding, ref: KeyRef): Promise<Buffer> {
    const pair = await this.keyPair();
    const sealed = await this.vault.openKey({ ...binding, keyId: ref.keyId, recipientPublicKey: pair.publicKey.toString('base64url') });
    if (sealed.keyId !== ref.keyId || sealed.epoch !== ref.epoch) throw new DomainError('DECRYPTION_FAILED');
    const key = await this.unseal(pair, binding, sealed);
    this.anchors.learn(ref.keyId, sealed.anchor);
    this.cache.set(ref.keyId, key);
    return key;
  }

  private opened<T>(binding: KeyBinding, action: () => T): T {
    try {
      return action();
    } catch (fault) {
      throw this.unopened.errorOf(binding, fault);
    }
  }

  private keyPair(): Promise<HpkeKeyPair> {
    this.pair ??= newHpkeKeyPair();
    return this.pair;
  }

  private unseal(pair: HpkeKeyPair, binding: KeyBinding, sealed: SealedKey): Promise<Buffer> {
    const info = encodeContext({ use: 'data-key-transport', ...bindingFields(binding), keyId: sealed.keyId, epoch: sealed.epoch });
    return hpkeOpen(pair, info, Buffer.from(sealed.sealedKey, 'base64url'));
  }
}

function bindingFields(binding: KeyBinding): Record<string, string> {
  return { purpose: binding.purpose, ownerId: binding.ownerId, objectId: binding.objectId };
}
