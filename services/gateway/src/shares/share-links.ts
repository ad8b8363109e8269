import { Injectable } from '@nestjs/common';
import type { KeyBinding } from '@mateship/contracts';
import { encodeContext, openBytes, sealBytes } from '@mateship/crypto';
import { DataKeys, type KeyRef } from '../keys/data-keys.js';

/** The owner's copies of links, each under a key of the vault of its own. */
@Injectable()
export class ShareLinks {
  constructor(private readonly keys: DataKeys) {}

  async seal(ownerId: string, shareId: string, fragment: string): Promise<{ key: KeyRef; link: Buffer }> {
    const key = await this.keys.create(binding(ownerId, shareId));
    const link = await this.keys.use(binding(ownerId, shareId), key, (secret) => sealBytes(secret, key, context(ownerId, shareId), Buffer.from(fragment)));
    return { key, link };
  }

  async open(ownerId: string, shareId: string, { key, link }: { key: KeyRef; link: Buffer }): Promise<string> {
    const plain = await this.keys.use(binding(ownerId, shareId), key, (secret) => openBytes(secret, context(ownerId, shareId), link));
    return plain.toString();
  }

  /** Destroys the key of a copy. */
  destroyKey(ownerId: string, shareId: string, key: KeyRef): Promise<void> {
    return this.keys.destroy(binding(ownerId, shareId), key);
  }
}

function binding(ownerId: string, shareId: string): KeyBinding {
  return { purpose: 'share', ownerId, objectId: shareId };
}

function context(ownerId: string, shareId: string): Buffer {
  return encodeContext({ use: 'share-link', ownerId, shareId });
}
