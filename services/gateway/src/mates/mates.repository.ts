import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { KeyRef } from '../keys/data-keys.js';

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

/** Mates belong to the installation: every user may read them, only admins change them. */
@Injectable()
export class MatesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(mate: StoredMate): Promise<void> {
    await this.dataSource.query('INSERT INTO mate (id, created_by, key_id, key_epoch, body) VALUES ($1, $2, $3, $4, $5)', [
      mate.id,
      mate.createdBy,
      mate.key.keyId,
      mate.key.epoch,
      mate.body,
    ]);
  }

  async all(): Promise<StoredMate[]> {
    const rows: Row[] = await this.dataSource.query('SELECT * FROM mate ORDER BY created_at LIMIT 200');
    return rows.map(toMate);
  }

  async find(id: string): Promise<StoredMate | null> {
    const rows: Row[] = await this.dataSource.query('SELECT * FROM mate WHERE id = $1', [id]);
    return rows[0] ? toMate(rows[0]) : null;
  }

  async delete(id: string): Promise<void> {
    await this.dataSource.query('DELETE FROM mate WHERE id = $1', [id]);
  }
}

function toMate(row: Row): StoredMate {
  return { id: row.id, createdBy: row.created_by, key: { keyId: row.key_id, epoch: row.key_epoch }, body: row.body };
}
