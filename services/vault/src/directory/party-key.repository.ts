import { Injectable } from '@nestjs/common';
import type { KeyUse } from '@mateship/crypto';
import { DataSource, type EntityManager } from 'typeorm';

/** A key of a party as the database holds it; both halves are sealed, so nobody can put another public key in its place. */
export interface StoredPartyKey {
  keyId: string;
  owner: string;
  use: KeyUse;
  suite: number;
  version: number;
  dataKeyId: string;
  sealed: Buffer;
  /** When it was or will be destroyed, once it was replaced; null while it is in use. */
  expiresAt: Date | null;
}

/** One kind of key of a party. */
export type PartyKeyKind = Pick<StoredPartyKey, 'owner' | 'use' | 'suite'>;

const COLUMNS = 'id AS "keyId", owner, use, suite, version, data_key_id AS "dataKeyId", sealed, expires_at AS "expiresAt"';

/** Keys of parties. Those past their time are not there for any query but {@link PartyKeyRepository.expired}. */
@Injectable()
export class PartyKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  async current({ owner, use, suite }: PartyKeyKind): Promise<StoredPartyKey | null> {
    const rows = await this.dataSource.query<StoredPartyKey[]>(`SELECT ${COLUMNS} FROM party_key WHERE owner = $1 AND use = $2 AND suite = $3 AND expires_at IS NULL`, [owner, use, suite]);
    return rows[0] ?? null;
  }

  async find(keyId: string): Promise<StoredPartyKey | null> {
    const rows = await this.dataSource.query<StoredPartyKey[]>(`SELECT ${COLUMNS} FROM party_key WHERE id = $1 AND (expires_at IS NULL OR expires_at > $2)`, [keyId, new Date()]);
    return rows[0] ?? null;
  }

  list(owner: string): Promise<StoredPartyKey[]> {
    return this.dataSource.query(`SELECT ${COLUMNS} FROM party_key WHERE owner = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY use, suite DESC, version DESC`, [owner, new Date()]);
  }

  /** Puts the next key in place of the current one, which lives until `expiresAt`. False when another call did so first. */
  async replace(manager: EntityManager, next: StoredPartyKey, expiresAt: Date): Promise<boolean> {
    const { keyId, owner, use, suite, version, dataKeyId, sealed } = next;
    await manager.query('UPDATE party_key SET expires_at = $5 WHERE owner = $1 AND use = $2 AND suite = $3 AND version = $4 - 1 AND expires_at IS NULL', [owner, use, suite, version, expiresAt]);
    const rows = await manager.query<unknown[]>(
      'INSERT INTO party_key (id, owner, use, suite, version, data_key_id, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id',
      [keyId, owner, use, suite, version, dataKeyId, sealed],
    );
    return rows.length === 1;
  }

  expired(): Promise<StoredPartyKey[]> {
    return this.dataSource.query(`SELECT ${COLUMNS} FROM party_key WHERE expires_at <= $1`, [new Date()]);
  }

  async delete(keyId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM party_key WHERE id = $1', [keyId]);
  }
}
