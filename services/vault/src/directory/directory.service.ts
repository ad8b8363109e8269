import { Injectable } from '@nestjs/common';
import { DomainError, type KeyDirectory, type PublishedKey } from '@mateship/contracts';
import { type KeyUse, publicKeyDocument } from '@mateship/crypto';
import { type PartyKey, PartyKeys } from './party-keys.js';

const DEFAULT_SUITE = 16;

/** Publishes the public keys of parties. What it publishes is computed from the sealed keys, never read from a column. */
@Injectable()
export class DirectoryService {
  constructor(private readonly keys: PartyKeys) {}

  async read(owner: string, make: boolean): Promise<KeyDirectory> {
    if (make) for (const use of usesOf(owner)) await this.keys.current({ owner, use, suite: DEFAULT_SUITE }, true);
    const keys = await this.keys.list(owner);
    if (keys.length === 0) throw new DomainError('NOT_FOUND');
    return { owner, keys: keys.map(published) };
  }

  async rotate(owner: string): Promise<KeyDirectory> {
    await this.keys.rotate(owner);
    return this.read(owner, false);
  }
}

/** The vault only signs, users only receive, apps do both. */
function usesOf(owner: string): KeyUse[] {
  if (owner === 'vault') return ['sig'];
  return owner.startsWith('app:') ? ['enc', 'sig'] : ['enc'];
}

function published(key: PartyKey): PublishedKey {
  return { ...publicKeyDocument(key), expiresAt: key.expiresAt?.toISOString() ?? null };
}
