import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StoredChat } from './chat.types.js';

/** A chat as the database gives it. */
export interface ChatRow {
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

  async find(ownerId: string, id: string): Promise<StoredChat | null> {
    const rows: ChatRow[] = await this.dataSource.query('SELECT * FROM chat WHERE id = $1 AND owner_id = $2', [id, ownerId]);
    return rows[0] ? toChat(rows[0]) : null;
  }

  async page(ownerId: string, limit: number, after: ChatCursor | null): Promise<StoredChat[]> {
    const rows: ChatRow[] = await this.dataSource.query(
      `SELECT * FROM chat WHERE owner_id = $1 AND ($3::timestamptz IS NULL OR (updated_at, id) < ($3, $4::uuid))
       ORDER BY updated_at DESC, id DESC LIMIT $2`,
      [ownerId, limit, after?.updatedAt ?? null, after?.id ?? null],
    );
    return rows.map(toChat);
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.dataSource.query('DELETE FROM chat WHERE id = $1 AND owner_id = $2', [id, ownerId]);
  }
}

export function toChat(row: ChatRow): StoredChat {
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
