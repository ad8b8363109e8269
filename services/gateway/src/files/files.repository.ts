import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { KeyRef } from '../keys/data-keys.js';
import { claimKey } from '../keys/unstored-keys/unstored-keys.repository.js';

/** A file as it is stored: its name and type are still sealed. */
export interface StoredFile {
  id: string;
  ownerId: string;
  key: KeyRef;
  meta: Buffer;
  size: number;
  createdAt: Date;
}

interface Row {
  id: string;
  owner_id: string;
  key_id: string;
  key_epoch: number;
  meta: Buffer;
  size: string;
  created_at: Date;
}

const FILE = 'id, owner_id, key_id, key_epoch, meta, size, created_at';

@Injectable()
export class FilesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null, with nothing stored, when its key was given up. */
  async insert(file: Omit<StoredFile, 'createdAt'>): Promise<Date | null> {
    const rows: Row[] = await this.dataSource.query(
      `WITH claimed AS (${claimKey(3)})
       INSERT INTO file (id, owner_id, key_id, key_epoch, meta, size) SELECT $1, $2, key_id, $4, $5, $6 FROM claimed RETURNING created_at`,
      [file.id, file.ownerId, file.key.keyId, file.key.epoch, file.meta, file.size],
    );
    return rows[0]?.created_at ?? null;
  }

  async find(ownerId: string, id: string): Promise<StoredFile | null> {
    const rows: Row[] = await this.dataSource.query(`SELECT ${FILE} FROM file WHERE id = $1 AND owner_id = $2`, [id, ownerId]);
    return rows[0] ? toFile(rows[0]) : null;
  }

  /** Some files of somebody. */
  async ofOwner(ownerId: string, limit: number): Promise<StoredFile[]> {
    const rows: Row[] = await this.dataSource.query(`SELECT ${FILE} FROM file WHERE owner_id = $1 ORDER BY id LIMIT $2`, [ownerId, limit]);
    return rows.map(toFile);
  }

  async delete(ownerId: string, id: string): Promise<boolean> {
    const [, count] = await this.dataSource.query('DELETE FROM file WHERE id = $1 AND owner_id = $2', [id, ownerId]);
    return count > 0;
  }
}

function toFile(row: Row): StoredFile {
  return {
    id: row.id,
    ownerId: row.owner_id,
    key: { keyId: row.key_id, epoch: row.key_epoch },
    meta: row.meta,
    size: Number(row.size),
    createdAt: row.created_at,
  };
}
