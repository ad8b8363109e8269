import { Injectable } from '@nestjs/common';
import { DomainError, type KeyAnchor, type KeyBinding } from '@mateship/contracts';
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

  /** A few active keys of each version of the key-encryption keys. */
  samples(): Promise<NewKey[]> {
    return this.dataSource.query(
      `SELECT sample.* FROM (SELECT DISTINCT kek_version FROM data_key WHERE wrapped IS NOT NULL) AS used, LATERAL (
         SELECT ${COLUMNS}, kek_version AS "kekVersion" FROM data_key WHERE wrapped IS NOT NULL AND data_key.kek_version = used.kek_version ORDER BY id LIMIT 5
       ) AS sample`,
    );
  }

  /**
   * Stores a key and its audit entry in one statement, unless its epoch is taken or the object is somebody else's;
   * `newest` is then the newest epoch of the object and its owner, if this statement could see it. Destroyed keys count.
   * @throws DomainError NOT_FOUND when the owner is erased
   */
  async create(key: NewKey, caller: string, manager: EntityManager = this.dataSource.manager): Promise<{ created: boolean; newest: { ownerId: string; epoch: number } | null }> {
    const rows = await manager.query<{ created: boolean; ownerId: string | null; epoch: number | null }[]>(
      `WITH newest AS (
         SELECT owner_id, epoch FROM data_key WHERE purpose = $2 AND object_id = $4 ORDER BY epoch DESC LIMIT 1
       ), created AS (
         INSERT INTO data_key (id, purpose, owner_id, object_id, epoch, wrapped, kek_version)
         SELECT $1::uuid, $2::text, $3::text, $4::text, $5::int, $6::bytea, $7::int WHERE NOT EXISTS (SELECT 1 FROM newest WHERE owner_id <> $3 OR epoch >= $5)
         ON CONFLICT DO NOTHING RETURNING id
       ), audited AS (
         INSERT INTO key_audit (caller, action, key_id, ok) SELECT $8, 'create', id, true FROM created
       )
       SELECT EXISTS (SELECT 1 FROM created) AS created, owner_id AS "ownerId", epoch FROM (VALUES (1)) AS one LEFT JOIN newest ON true`,
      [key.keyId, key.purpose, key.ownerId, key.objectId, key.epoch, key.wrapped, key.kekVersion, caller],
    ).catch(unlessErased);
    const { created, ownerId, epoch } = rows[0]!;
    return { created, newest: ownerId === null || epoch === null ? null : { ownerId, epoch } };
  }

  /**
   * Stores the first key of an object together with what was sealed under it. False when `store` found no place for that
   * any more: the key is destroyed then. @throws DomainError NOT_FOUND when the owner is erased
   */
  createWith(key: NewKey, caller: string, store: (manager: EntityManager) => Promise<boolean>): Promise<boolean> {
    return withTransaction(this.dataSource, async (manager) => {
      if (!(await this.create(key, caller, manager)).created) throw new Error('the object has a key already');
      const stored = await store(manager);
      if (!stored) await erase(manager, key, key.keyId, caller);
      return stored;
    });
  }

  /** {@link find} for somebody who opens the key, with the audit entry in the same statement. */
  async findToOpen(binding: KeyBinding, keyId: string, caller: string): Promise<(StoredKey & { anchor: number }) | null> {
    const rows = await this.dataSource.query<(StoredKey & { anchor: string })[]>(
      `WITH found AS (
         SELECT ${COLUMNS}, anchor FROM data_key WHERE id = $1 AND purpose = $2 AND owner_id = $3 AND object_id = $4 AND state = 'active'
       ), audited AS (
         INSERT INTO key_audit (caller, action, key_id, ok) SELECT $5, 'open', $1::uuid, EXISTS (SELECT 1 FROM found)
       )
       SELECT "keyId", purpose, "ownerId", "objectId", epoch, wrapped, anchor FROM found`,
      [...placeOf(binding, keyId), caller],
    );
    return rows[0] ? { ...rows[0], anchor: Number(rows[0].anchor) } : null;
  }

  /** The active key in exactly this place, or null for an absent, foreign or destroyed one. */
  async find(binding: KeyBinding, keyId: string): Promise<StoredKey | null> {
    const rows = await this.dataSource.query<StoredKey[]>(
      `SELECT ${COLUMNS} FROM data_key WHERE id = $1 AND purpose = $2 AND owner_id = $3 AND object_id = $4 AND state = 'active'`,
      placeOf(binding, keyId),
    );
    return rows[0] ?? null;
  }

  /** Erases a key, and `alongside` what was sealed under it. Resolves to false when there is none in this place; erasing it again is no fault. */
  destroy(binding: KeyBinding, keyId: string, caller: string, alongside?: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return withTransaction(this.dataSource, async (manager) => {
      const ok = await erase(manager, binding, keyId, caller);
      await alongside?.(manager);
      return ok;
    });
  }

  /** Raises anchors of active keys in exactly their places; none ever falls. */
  async anchor(anchors: readonly KeyAnchor[]): Promise<void> {
    await this.dataSource.query(
      `UPDATE data_key SET anchor = told.anchor
       FROM (SELECT id, purpose, owner_id, object_id, max(anchor) AS anchor
             FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[]) AS each (id, purpose, owner_id, object_id, anchor) GROUP BY 1, 2, 3, 4) AS told
       WHERE data_key.id = told.id AND data_key.purpose = told.purpose AND data_key.owner_id = told.owner_id AND data_key.object_id = told.object_id
         AND state = 'active' AND data_key.anchor < told.anchor`,
      [anchors.map(({ keyId }) => keyId), anchors.map(({ purpose }) => purpose), anchors.map(({ ownerId }) => ownerId), anchors.map(({ objectId }) => objectId), anchors.map(({ anchor }) => anchor)],
    );
  }

  audit(entry: AuditEntry): Promise<void> {
    return audit(this.dataSource.manager, entry);
  }
}

async function erase(manager: EntityManager, binding: KeyBinding, keyId: string, caller: string): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE data_key SET state = 'destroyed', wrapped = NULL, destroyed_at = coalesce(destroyed_at, now())
     WHERE id = $1 AND purpose = $2 AND owner_id = $3 AND object_id = $4 RETURNING id`,
    placeOf(binding, keyId),
  );
  const ok = rows.length === 1;
  await audit(manager, { caller, action: 'destroy', keyId, ok });
  return ok;
}

async function audit(manager: EntityManager, entry: AuditEntry): Promise<void> {
  await manager.query('INSERT INTO key_audit (caller, action, key_id, ok) VALUES ($1, $2, $3, $4)', [entry.caller, entry.action, entry.keyId, entry.ok]);
}

function placeOf(binding: KeyBinding, keyId: string): string[] {
  return [keyId, binding.purpose, binding.ownerId, binding.objectId];
}

/** Whether a write was refused because its key is under a retired version: the trigger refuse_retired_version says so. */
export function isRetiredVersion(error: unknown): boolean {
  return codeOf(error) === 'KV001';
}

/** The trigger refuse_erased_owner says so. */
function unlessErased(cause: unknown): never {
  throw codeOf(cause) === 'KV002' ? new DomainError('NOT_FOUND', { cause }) : cause;
}

function codeOf(error: unknown): unknown {
  return (error as { driverError?: { code?: unknown } }).driverError?.code;
}
