import { Inject, Injectable } from '@nestjs/common';
import { type CreateKeyRequest, DomainError, type KeyAnchor, type KeyBinding, type OpenKeyRequest, type SealedKey } from '@mateship/contracts';
import { DecryptionError, hpkeSeal, newDataKey, wipe } from '@mateship/crypto';
import { KEY_MANAGEMENT, type KeyManagement } from '../key-management/key-management.js';
import { keyContext, type KeyPlace, transportInfo } from './data-key.js';
import { KeyOpener } from './key-opener.js';
import { isRetiredVersion, KeyRepository } from './key.repository.js';

const EPOCH_ATTEMPTS = 5;

/** Makes, opens and destroys data keys. A key in plaintext lives here only until it is sealed to the caller. */
@Injectable()
export class KeysService {
  constructor(
    private readonly keys: KeyRepository,
    private readonly opener: KeyOpener,
    @Inject(KEY_MANAGEMENT) private readonly management: KeyManagement,
  ) {}

  /** A new key for an object: its first one, or the next epoch. */
  async create(caller: string, { recipientPublicKey, ...binding }: CreateKeyRequest): Promise<SealedKey> {
    let epoch = 1;
    for (let attempt = 0; attempt < EPOCH_ATTEMPTS; attempt += 1) {
      const result = await this.createAt(caller, { ...binding, epoch }, recipientPublicKey);
      if (result.sealed) return result.sealed;
      if (result.newest && result.newest.ownerId !== binding.ownerId) throw new DomainError('NOT_FOUND');
      if (result.newest) epoch = result.newest.epoch + 1;
    }
    throw new DomainError('KMS_UNAVAILABLE', { retryAfter: 1 });
  }

  async open(caller: string, { recipientPublicKey, keyId, ...binding }: OpenKeyRequest): Promise<SealedKey> {
    const key = await this.keys.findToOpen(binding, keyId, caller);
    if (!key) throw new DomainError('NOT_FOUND');
    const dek = await this.opener.open(key).catch(async (cause: unknown) => {
      await this.keys.audit({ caller, action: 'open', keyId, ok: false });
      throw cause instanceof DecryptionError ? new DomainError('DECRYPTION_FAILED', { cause }) : cause;
    });
    return sealTo(recipientPublicKey, key, dek, key.anchor);
  }

  async destroy(caller: string, { keyId, ...binding }: KeyBinding & { keyId: string }): Promise<void> {
    if (!(await this.keys.destroy(binding, keyId, caller))) throw new DomainError('NOT_FOUND');
  }

  /** Remembers how far what is sealed under keys has come. */
  anchor(anchors: readonly KeyAnchor[]): Promise<void> {
    return this.keys.anchor(anchors);
  }

  private async createAt(caller: string, place: KeyPlace, recipientPublicKey: string): Promise<Attempt> {
    const dek = newDataKey();
    const { wrapped, version } = await this.management.wrap(place.purpose, keyContext(place), dek);
    const sealed = await sealTo(recipientPublicKey, place, dek, 0);
    try {
      const { created, newest } = await this.keys.create({ ...place, wrapped, kekVersion: version }, caller);
      return { sealed: created ? sealed : null, newest };
    } catch (error) {
      // Its version was retired while it was on its way.
      if (isRetiredVersion(error)) return { sealed: null, newest: null };
      throw error;
    }
  }
}

/** What became of one try to take an epoch. */
interface Attempt {
  sealed: SealedKey | null;
  newest: { ownerId: string; epoch: number } | null;
}

/** Seals a key to its recipient and wipes it, whatever happens. */
async function sealTo(recipientPublicKey: string, place: KeyPlace, dek: Buffer, anchor: number): Promise<SealedKey> {
  try {
    const sealed = await hpkeSeal(Buffer.from(recipientPublicKey, 'base64url'), transportInfo(place), dek);
    return { keyId: place.keyId, epoch: place.epoch, sealedKey: sealed.toString('base64url'), anchor };
  } catch (cause) {
    throw new DomainError('VALIDATION_FAILED', { details: { fields: [{ path: 'recipientPublicKey', message: 'is not an X25519 public key' }] }, cause });
  } finally {
    wipe(dek);
  }
}
