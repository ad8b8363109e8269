import { Inject, Injectable } from '@nestjs/common';
import { DecryptionError } from '@mateship/crypto';
import { KEY_MANAGEMENT, type KeyManagement } from '../key-management/key-management.js';
import { keyContext, type StoredKey } from './data-key.js';
import { KeyRepository } from './key.repository.js';

/** Unwraps stored keys, also those that are being put under another version at this moment. */
@Injectable()
export class KeyOpener {
  constructor(
    private readonly keys: KeyRepository,
    @Inject(KEY_MANAGEMENT) private readonly management: KeyManagement,
  ) {}

  /**
   * The data key, which the caller wipes. A row that was read before its version was retired is read once more.
   * @throws DecryptionError
   */
  async open(stored: StoredKey): Promise<Buffer> {
    try {
      return await this.unwrap(stored);
    } catch (error) {
      if (!(error instanceof DecryptionError)) throw error;
      const now = await this.keys.find(stored, stored.keyId);
      if (!now || now.wrapped.equals(stored.wrapped)) throw error;
      return this.unwrap(now);
    }
  }

  private unwrap(key: StoredKey): Promise<Buffer> {
    return this.management.unwrap(key.purpose, keyContext(key), key.wrapped);
  }
}
