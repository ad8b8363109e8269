import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type CreateKeyRequest, DomainError, type KeyBinding, type OpenKeyRequest, type SealedKey } from '@mateship/contracts';
import { DecryptionError, hpkeSeal, newDataKey, wipe } from '@mateship/crypto';
import { KEY_MANAGEMENT, type KeyManagement } from '../key-management/key-management.js';
import { keyContext, type KeyPlace, transportInfo } from './data-key.js';
import { KeyRepository } from './key.repository.js';

const EPOCH_ATTEMPTS = 5;

/** Makes, opens and destroys data keys. A key in plaintext lives here only until it is sealed to the caller. */
@Injectable()
export class KeysService {
  constructor(
    private readonly keys: KeyRepository,
    @Inject(KEY_MANAGEMENT) private readonly management: KeyManagement,
  ) {}

  /** A new key for an object: its first one, or the next epoch. */
  async create(caller: string, { recipientPublicKey, ...binding }: CreateKeyRequest): Promise<SealedKey> {
    for (let attempt = 0; attempt < EPOCH_ATTEMPTS; attempt += 1) {
      const newest = await this.keys.newest(binding);
      if (newest && newest.ownerId !== binding.ownerId) throw new DomainError('NOT_FOUND');
      const created = await this.createAt(caller, { ...binding, keyId: randomUUID(), epoch: (newest?.epoch ?? 0) + 1 }, recipientPublicKey);
      if (created) return created;
    }
    throw new DomainError('KMS_UNAVAILABLE', { retryAfter: 1 });
  }

  async open(caller: string, { recipientPublicKey, keyId, ...binding }: OpenKeyRequest): Promise<SealedKey> {
    const key = await this.keys.find(binding, keyId);
    if (!key) {
      await this.keys.audit({ caller, action: 'open', keyId, ok: false });
      throw new DomainError('NOT_FOUND');
    }
    const dek = await this.management.unwrap(key.purpose, keyContext(key), key.wrapped).catch(async (cause: unknown) => {
      await this.keys.audit({ caller, action: 'open', keyId, ok: false });
      throw cause instanceof DecryptionError ? new DomainError('DECRYPTION_FAILED', { cause }) : cause;
    });
    const sealed = await sealTo(recipientPublicKey, key, dek);
    await this.keys.audit({ caller, action: 'open', keyId, ok: true });
    return sealed;
  }

  async destroy(caller: string, { keyId, ...binding }: KeyBinding & { keyId: string }): Promise<void> {
    if (!(await this.keys.destroy(binding, keyId, caller))) throw new DomainError('NOT_FOUND');
  }

  private async createAt(caller: string, place: KeyPlace, recipientPublicKey: string): Promise<SealedKey | null> {
    const dek = newDataKey();
    const { wrapped, version } = await this.management.wrap(place.purpose, keyContext(place), dek);
    const sealed = await sealTo(recipientPublicKey, place, dek);
    return (await this.keys.insert({ ...place, wrapped, kekVersion: version }, caller)) ? sealed : null;
  }
}

/** Seals a key to its recipient and wipes it, whatever happens. */
async function sealTo(recipientPublicKey: string, place: KeyPlace, dek: Buffer): Promise<SealedKey> {
  try {
    const sealed = await hpkeSeal(Buffer.from(recipientPublicKey, 'base64url'), transportInfo(place), dek);
    return { keyId: place.keyId, epoch: place.epoch, sealedKey: sealed.toString('base64url') };
  } catch (cause) {
    throw new DomainError('VALIDATION_FAILED', { details: { fields: [{ path: 'recipientPublicKey', message: 'is not an X25519 public key' }] }, cause });
  } finally {
    wipe(dek);
  }
}
