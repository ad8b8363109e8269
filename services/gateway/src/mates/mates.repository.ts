import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { KeyRef } from '../keys/data-keys.js';
import { claimKey } from '../keys/unstored-keys/unstored-keys.repository.js';

export interface StoredMate {
  id: string;
  createdBy: string;
  key: KeyRef;
  body: Buffer;
}

interface Row {
  id: string;
  created_by: string;
  key_id: string;
  key_epoch: number;
  body: Buffer;
}

const MATE = 'id, created_by, key_id, key_epoch, body';

/** Mates belong to the installation: every user may read them, only admins change them. */
@Injectable()
export class MatesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** False, with nothing stored, when its key was given up. */
  async insert(mate: StoredMate): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `WITH claimed AS (${claimKey(3)}) INSERT INTO mate (id, created_by, key_id, key_epoch, body) SELECT $1, $2, key_id, $4, $5 FROM claimed RETURNING id`,
      [mate.id, mate.createdBy, mate.key.keyId, mate.key.epoch, mate.body],
    );
    return rows.length === 1;
  }

  async all(): Promise<StoredMate[]> {
    const rows: Row[] = await this.dataSource.query(`SELECT ${MATE} FROM mate ORDER BY created_at LIMIT 200`);
    return rows.map(toMate);
  }

  async find(id: string): Promise<StoredMate | null> {
    const rows: Row[] = await this.dataSource.query(`SELECT ${MATE} FROM mate WHERE id = $1`, [id]);
    return rows[0] ? toMate(rows[0]) : null;
  }

  /** From here on the mate is there for nobody, and its key is noted as one to be destroyed, which a sweep does if nobody else does. */
  async delete(id: string): Promise<void> {
    await this.dataSource.query(
      `WITH gone AS (DELETE FROM mate WHERE id = $1 RETURNING id, created_by, key_id)
       INSERT INTO unstored_key (key_id, purpose, owner_id, object_id, given_up) SELECT key_id, 'mate', created_by, id, true FROM gone`,
      [id],
    );
  }
}

function toMate(row: Row): StoredMate {
  return { id: row.id, createdBy: row.created_by, key: { keyId: row.key_id, epoch: row.key_epoch }, body: row.body };
}
