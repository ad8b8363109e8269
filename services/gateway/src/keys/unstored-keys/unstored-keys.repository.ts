import { Injectable } from '@nestjs/common';
import type { KeyBinding } from '@mateship/contracts';
import { DataSource, type EntityManager } from 'typeorm';

/** A key at the vault that no object has: not yet, or not any more. */
export interface UnstoredKey extends KeyBinding {
  keyId: string;
}

/** How long an object may take to store its key: many times what vault and database are given to answer, and more for files, which are also held while they arrive. */
const PATIENCE = `CASE purpose WHEN 'file' THEN interval '5 minutes' ELSE interval '1 minute' END`;

/** Which keys objects have. */
const STORED = `SELECT id, key_id FROM chat UNION ALL SELECT id, old_key_id FROM chat UNION ALL SELECT id, key_id FROM file
  UNION ALL SELECT id, key_id FROM mate UNION ALL SELECT id, key_id FROM share`;

/** In one statement with an object that is stored under the key of this parameter: gives a row as long as the key was not given up. */
export const claimKey = (parameter: number) => `DELETE FROM unstored_key WHERE key_id = $${parameter} AND NOT given_up RETURNING key_id`;

/** Which keys were asked for. A note is taken away in the transaction that stores its key in an object. */
@Injectable()
export class UnstoredKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  async note({ keyId, purpose, ownerId, objectId }: UnstoredKey): Promise<void> {
    await this.dataSource.query('INSERT INTO unstored_key (key_id, purpose, owner_id, object_id) VALUES ($1, $2, $3, $4)', [keyId, purpose, ownerId, objectId]);
  }

  /** Whether the key may be stored, which the transaction then does. */
  async claim(manager: EntityManager, keyId: string): Promise<boolean> {
    const [, count] = await manager.query<[unknown, number]>(claimKey(1), [keyId]);
    return count === 1;
  }

  /** Somebody is still at work on the objects of these keys. */
  async renew(keyIds: readonly string[]): Promise<void> {
    await this.dataSource.query('UPDATE unstored_key SET noted_at = now() WHERE key_id = ANY($1) AND NOT given_up', [keyIds]);
  }

  /** Keys that took too long. From here on nothing can be stored under them. */
  async giveUp(): Promise<UnstoredKey[]> {
    const [rows] = await this.dataSource.query<[UnstoredKey[], number]>(
      `UPDATE unstored_key SET given_up = true
       WHERE key_id IN (SELECT key_id FROM unstored_key AS late WHERE noted_at < now() - ${PATIENCE}
                          AND NOT EXISTS (SELECT FROM (${STORED}) AS stored WHERE stored.id = late.object_id AND stored.key_id = late.key_id) FOR UPDATE SKIP LOCKED)
       RETURNING key_id AS "keyId", purpose, owner_id AS "ownerId", object_id AS "objectId"`,
    );
    return rows;
  }

  /** The key is destroyed. */
  async forget(keyId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM unstored_key WHERE key_id = $1', [keyId]);
  }
}
