import { Injectable } from '@nestjs/common';
import type { KeyVersionHold } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';

// Any constant that no other user of advisory locks in this database takes.
const CHANGE_LOCK = 0x6b657973;

/** One line of the audit of key-encryption keys. */
export interface VersionAudit {
  actor: string;
  action: 'rotate' | 'retire' | 'hold';
  version: number;
}

/** The floor, the holds and the audit of the versions of key-encryption keys. */
@Injectable()
export class KeyVersionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs work in a transaction that no other change of versions runs beside, in no process. */
  alone<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return withTransaction(this.dataSource, async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [CHANGE_LOCK]);
      return work(manager);
    });
  }

  /** The oldest version that rows may be under. */
  async floor(manager: EntityManager = this.dataSource.manager): Promise<number> {
    const rows = await manager.query<{ least: number }[]>('SELECT least FROM key_floor');
    return rows[0]!.least;
  }

  /** Raises the floor. Waits for every transaction that is writing a key, and those to come see the new floor. */
  async raiseFloor(manager: EntityManager, least: number): Promise<void> {
    await manager.query('UPDATE key_floor SET least = $1 WHERE least < $1', [least]);
  }

  /** Holds that have not run out. */
  async holds(manager: EntityManager = this.dataSource.manager): Promise<KeyVersionHold[]> {
    const rows = await manager.query<{ backupId: string; leastVersion: number; until: Date }[]>(
      'SELECT backup_id AS "backupId", least_version AS "leastVersion", until FROM key_version_hold WHERE until > now() ORDER BY least_version, until, backup_id',
    );
    return rows.map(({ until, ...hold }) => ({ ...hold, until: until.toISOString() }));
  }

  /** Records a hold; one for the same backup is replaced, and those that have run out are forgotten. */
  async hold(manager: EntityManager, { backupId, leastVersion, until }: KeyVersionHold): Promise<void> {
    await manager.query('DELETE FROM key_version_hold WHERE until <= now()');
    await manager.query(
      `INSERT INTO key_version_hold (backup_id, least_version, until) VALUES ($1, $2, $3)
       ON CONFLICT (backup_id) DO UPDATE SET least_version = excluded.least_version, until = excluded.until`,
      [backupId, leastVersion, until],
    );
  }

  async audit(manager: EntityManager, { actor, action, version }: VersionAudit): Promise<void> {
    await manager.query('INSERT INTO key_version_audit (actor, action, version) VALUES ($1, $2, $3)', [actor, action, version]);
  }
}
