import { Injectable } from '@nestjs/common';
import type { KeyBinding } from '@mateship/contracts';
import { encodeContext, exportPrivateKey, importPrivateKey, newEnvelopeKey, type PrivateEnvelopeKey, wipe } from '@mateship/crypto';
import type { EntityManager } from 'typeorm';
import { ContentKeys } from '../content-keys/content-keys.js';
import type { PartyKeyKind, StoredPartyKey } from './party-key.repository.js';

/** Makes, opens and destroys the keys of parties. A stored key opens only as what it was made for. */
@Injectable()
export class PartyKeyCipher {
  constructor(private readonly keys: ContentKeys) {}

  /** Makes a key and stores it with the key that it is sealed under, or neither: null when `store` found no place for it any more. */
  async make(kind: PartyKeyKind, version: number, store: (manager: EntityManager, made: StoredPartyKey) => Promise<boolean>): Promise<StoredPartyKey | null> {
    const key = await newEnvelopeKey({ ...kind, version });
    const plaintext = exportPrivateKey(key);
    try {
      let made: StoredPartyKey | null = null;
      const stored = await this.keys.sealNew(bindingOf(key), { context: contextOf(key), plaintext }, (manager, { keyId: dataKeyId, sealed }) => {
        made = { ...kind, keyId: key.keyId, version, dataKeyId, sealed, expiresAt: null };
        return store(manager, made);
      });
      return stored ? made : null;
    } finally {
      wipe(plaintext);
    }
  }

  async open(stored: StoredPartyKey): Promise<PrivateEnvelopeKey> {
    const { keyId, owner, use, suite, version } = stored;
    const plaintext = await this.keys.open(bindingOf(stored), stored.dataKeyId, contextOf(stored), stored.sealed);
    try {
      return importPrivateKey({ keyId, owner, use, suite, version }, plaintext);
    } finally {
      wipe(plaintext);
    }
  }

  destroy(stored: StoredPartyKey): Promise<void> {
    return this.keys.destroy(bindingOf(stored), stored.dataKeyId);
  }
}

type Facts = Pick<StoredPartyKey, 'keyId' | 'owner' | 'use' | 'suite' | 'version'>;

function bindingOf({ owner, keyId }: Facts): KeyBinding {
  return { purpose: 'party', ownerId: owner, objectId: keyId };
}

function contextOf({ keyId, owner, use, suite, version }: Facts): Buffer {
  return encodeContext({ use: 'party-key', keyId, owner, keyUse: use, suite, version });
}
