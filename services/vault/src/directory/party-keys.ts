import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { DEFAULT_POLICY, type KeyUse, type PrivateEnvelopeKey } from '@mateship/crypto';
import type { TimedCache } from '../caches/timed-cache.js';
import { VaultMetrics } from '../metrics/vault-metrics.js';
import { PartyKeyCipher } from './party-key.cipher.js';
import { type PartyKeyKind, PartyKeyRepository, type StoredPartyKey } from './party-key.repository.js';

/** How long a key that was replaced still opens and verifies: no envelope that was made with it is still alive then. */
export const OVERLAP_MS = 2 * DEFAULT_POLICY.maxLifeMs;

const MAKE_ATTEMPTS = 5;

/** A key with the time of its end. */
export interface PartyKey<U extends KeyUse = KeyUse> extends PrivateEnvelopeKey<U> {
  expiresAt: Date | null;
}

/** Keys of the parties of envelopes. Opened ones stay in memory for five minutes, in this process alone. */
@Injectable()
export class PartyKeys {
  private readonly byId: TimedCache<PartyKey | null>;
  private readonly byKind: TimedCache<StoredPartyKey | null>;

  constructor(
    private readonly keys: PartyKeyRepository,
    private readonly cipher: PartyKeyCipher,
    metrics: VaultMetrics,
  ) {
    this.byId = metrics.cache('keys');
    this.byKind = metrics.cache('current-keys');
  }

  /** The key in use. Where there is none it is made, or NOT_FOUND when nobody vouches for the party. */
  async current<U extends KeyUse>(kind: PartyKeyKind & { use: U }, make: boolean): Promise<PartyKey<U>> {
    const found = await this.byKind.get(nameOf(kind), () => this.keys.current(kind));
    const stored = found ?? (make ? await this.next(kind, null) : null);
    const key = stored && (await this.find(stored.keyId));
    if (!key) throw new DomainError('NOT_FOUND');
    return key as PartyKey<U>;
  }

  /** A key by its id, as long as it is not past its time. */
  async find(keyId: string): Promise<PartyKey | null> {
    const key = await this.byId.get(keyId, async () => {
      const stored = await this.keys.find(keyId);
      return stored && { ...(await this.cipher.open(stored)), expiresAt: stored.expiresAt };
    });
    return key && (key.expiresAt === null || key.expiresAt.getTime() > Date.now()) ? key : null;
  }

  /** Every key of a party that is not past its time. */
  async list(owner: string): Promise<PartyKey[]> {
    const keys = await Promise.all((await this.keys.list(owner)).map(({ keyId }) => this.find(keyId)));
    return keys.filter((key) => key !== null);
  }

  /** Replaces every key of a party that is in use. */
  async rotate(owner: string): Promise<void> {
    const inUse = (await this.keys.list(owner)).filter(({ expiresAt }) => expiresAt === null);
    if (inUse.length === 0) throw new DomainError('NOT_FOUND');
    for (const stored of inUse) await this.next(stored, stored);
    this.forget();
  }

  /** Destroys the keys whose time is over. Resolves to how many. */
  async purge(): Promise<number> {
    const expired = await this.keys.expired();
    for (const stored of expired) {
      await this.cipher.destroy(stored);
      await this.keys.delete(stored.keyId);
    }
    if (expired.length > 0) this.forget();
    return expired.length;
  }

  /** Empties the caches. */
  forget(): void {
    this.byId.clear();
    this.byKind.clear();
  }

  private async next({ owner, use, suite }: PartyKeyKind, replaced: StoredPartyKey | null): Promise<StoredPartyKey> {
    const kind = { owner, use, suite };
    for (let attempt = 0; attempt < MAKE_ATTEMPTS; attempt += 1) {
      const made = await this.cipher.make(kind, (replaced?.version ?? 0) + 1, (manager, next) => this.keys.replace(manager, next, new Date(Date.now() + OVERLAP_MS)));
      this.byKind.drop(nameOf(kind));
      const current = made ?? (await this.keys.current(kind));
      if (current) return current;
    }
    throw new DomainError('KMS_UNAVAILABLE', { retryAfter: 1 });
  }
}

function nameOf({ owner, use, suite }: PartyKeyKind): string {
  return `${owner} ${use} ${suite}`;
}
