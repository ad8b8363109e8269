import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { StoredChat } from './chat.types.js';

interface Row {
  id: string;
  owner_id: string;
  mate_id: string;
  key_id: string;
  key_epoch: number;
  title: Buffer;
  created_at: Date;
  updated_at: Date;
}

/** The place of a chat in its owner's list, newest first. */
export interface ChatCursor {
  updatedAt: string;
  id: string;
}

@Injectable()
export class ChatRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(manager: EntityManager, chat: Omit<StoredChat, 'createdAt' | 'updatedAt'>): Promise<StoredChat> {
    const rows: Row[] = await manager.query(
      `INSERT INTO chat (id, owner_id, mate_id, key_id, key_epoch, title) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *`,
      [chat.id, chat.ownerId, chat.mateId, chat.key.keyId, chat.key.epoch, chat.title],
    );
    return toChat(rows[0]!);
  }

  async find(ownerId: string, id: string): Promise<StoredChat | null> {
    const rows: Row[] = await this.dataSource.query('SELECT * FROM chat WHERE id = $1 AND owner_id = $2', [id, ownerId]);
    return rows[0] ? toChat(rows[0]) : null;
  }

  async page(ownerId: string, limit: number, after: ChatCursor | null): Promise<StoredChat[]> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT * FROM chat WHERE owner_id = $1 AND ($3::timestamptz IS NULL OR (updated_at, id) < ($3, $4::uuid))
       ORDER BY updated_at DESC, id DESC LIMIT $2`,
      [ownerId, limit, after?.updatedAt ?? null, after?.id ?? null],
    );
    return rows.map(toChat);
  }

  async touch(manager: EntityManager, id: string): Promise<void> {
    // Milliseconds, so that a cursor made from a JavaScript date finds its place again.
    await manager.query(`UPDATE chat SET updated_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1`, [id]);
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.dataSource.query('DELETE FROM chat WHERE id = $1 AND owner_id = $2', [id, ownerId]);
  }
}

function toChat(row: Row): StoredChat {
  return {
    id: row.id,
    ownerId: row.owner_id,
    mateId: row.mate_id,
    key: { keyId: row.key_id, epoch: row.key_epoch },
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
