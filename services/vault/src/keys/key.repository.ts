import { Injectable } from '@nestjs/common';
import type { KeyBinding } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';
import type { NewKey, StoredKey } from './data-key.js';

/** Who did what to which key, and whether it worked. Holds no key material. */
export interface AuditEntry {
  caller: string;
  action: 'create' | 'open' | 'destroy';
  keyId: string;
  ok: boolean;
}

const COLUMNS = 'id AS "keyId", purpose, owner_id AS "ownerId", object_id AS "objectId", epoch, wrapped';

/** The tables of the vault. A change and its audit entry are one transaction. */
@Injectable()
export class KeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  async isEmpty(): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>('SELECT 1 FROM data_key LIMIT 1');
    return rows.length === 0;
  }

  /** One active key for each version of the key-encryption keys. */
  samples(): Promise<StoredKey[]> {
    return this.dataSource.query(`SELECT DISTINCT ON (kek_version) ${COLUMNS} FROM data_key WHERE state = 'active' ORDER BY kek_version`);
  }

  /** The newest epoch of an object and its owner; destroyed keys count. */
  async newest(binding: KeyBinding): Promise<{ ownerId: string; epoch: number } | null> {
    const rows = await this.dataSource.query<{ ownerId: string; epoch: number }[]>(
      'SELECT owner_id AS "ownerId", epoch FROM data_key WHERE purpose = $1 AND object_id = $2 ORDER BY epoch DESC LIMIT 1',
      [binding.purpose, binding.objectId],
    );
    return rows[0] ?? null;
  }

  /** Resolves to false when another call took the epoch first. */
  insert(key: NewKey, caller: string): Promise<boolean> {
    return withTransaction(this.dataSource, async (manager) => {
      const rows = await manager.query<unknown[]>(
        `INSERT INTO data_key (id, purpose, owner_id, object_id, epoch, wrapped, kek_version) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (purpose, object_id, epoch) DO NOTHING RETURNING id`,
        [key.keyId, key.purpose, key.ownerId, key.objectId, key.epoch, key.wrapped, key.kekVersion],
      );
      if (rows.length === 1) await audit(manager, { caller, action: 'create', keyId: key.keyId, ok: true });
      return rows.length === 1;
    });
  }

  /** The active key in exactly this place, or null for an absent, foreign or destroyed one. */
  async find(binding: KeyBinding, keyId: string): Promise<StoredKey | null> {
    const rows = await this.dataSource.query<StoredKey[]>(
      `SELECT ${COLUMNS} FROM data_key WHERE id = $1 AND purpose = $2 AND owner_id = $3 AND object_id = $4 AND state = 'active'`,
      placeOf(binding, keyId),
    );
    return rows[0] ?? null;
  }

  /** Erases a key. Resolves to false when there is none in this place; erasing it again is no fault. */
  destroy(binding: KeyBinding, keyId: string, caller: string): Promise<boolean> {
    return withTransaction(this.dataSource, async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE data_key SET state = 'destroyed', wrapped = NULL, destroyed_at = coalesce(destroyed_at, now())
         WHERE id = $1 AND purpose = $2 AND owner_id = $3 AND object_id = $4 RETURNING id`,
        placeOf(binding, keyId),
      );
      const ok = rows.length === 1;
      await audit(manager, { caller, action: 'destroy', keyId, ok });
      return ok;
    });
  }

  audit(entry: AuditEntry): Promise<void> {
    return audit(this.dataSource.manager, entry);
  }
}

async function audit(manager: EntityManager, entry: AuditEntry): Promise<void> {
  await manager.query('INSERT INTO key_audit (caller, action, key_id, ok) VALUES ($1, $2, $3, $4)', [entry.caller, entry.action, entry.keyId, entry.ok]);
}

function placeOf(binding: KeyBinding, keyId: string): string[] {
  return [keyId, binding.purpose, binding.ownerId, binding.objectId];
}
