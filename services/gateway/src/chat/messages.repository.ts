import { Injectable } from '@nestjs/common';
import type { MessageState } from '@mateship/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { StoredMessage } from './chat.types.js';

/** A message as the database gives it. */
export interface MessageRow {
  id: string;
  chat_id: string;
  parent_id: string | null;
  role: 'user' | 'assistant';
  state: MessageState;
  revision: number;
  body: Buffer;
  created_at: Date;
  seq: string;
  place: number | null;
  previous: Buffer | null;
}

/** Messages are reached through their chat, whose owner stands in every query. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(ownerId: string, id: string): Promise<StoredMessage | null> {
    const rows: MessageRow[] = await this.dataSource.query(
      `SELECT message.* FROM message JOIN chat ON chat.id = message.chat_id WHERE message.id = $1 AND chat.owner_id = $2 AND erasing_at IS NULL`,
      [id, ownerId],
    );
    return rows[0] ? toMessage(rows[0]) : null;
  }

  /** Deletes a message with everything below it. Resolves to what is gone. */
  async delete(manager: EntityManager, chatId: string, id: string): Promise<StoredMessage[]> {
    const [rows] = await manager.query<[MessageRow[], number]>(
      `WITH RECURSIVE branch AS (
         SELECT id FROM message WHERE id = $2 AND chat_id = $1 UNION SELECT message.id FROM message JOIN branch ON message.parent_id = branch.id
       )
       DELETE FROM message USING branch WHERE message.id = branch.id RETURNING message.*`,
      [chatId, id],
    );
    return rows.map(toMessage);
  }

  /** Marks answers that no process is writing any more; gives the holds that go with them. */
  async interruptAbandoned(active: string[], olderThanSeconds: number): Promise<{ id: string; holdId: string | null }[]> {
    const [rows] = await this.dataSource.query(
      `UPDATE message SET state = 'interrupted'
       WHERE state = 'streaming' AND NOT (id = ANY ($1::uuid[])) AND created_at < now() - make_interval(secs => $2)
       RETURNING id, hold_id`,
      [active, olderThanSeconds],
    );
    return (rows as { id: string; hold_id: string | null }[]).map((row) => ({ id: row.id, holdId: row.hold_id }));
  }
}

export function toMessage(row: MessageRow): StoredMessage {
  return {
    id: row.id,
    chatId: row.chat_id,
    parentId: row.parent_id,
    role: row.role,
    state: row.state,
    revision: row.revision,
    body: row.body,
    place: row.place === null || row.previous === null ? null : { number: row.place, previous: row.previous },
    seq: Number(row.seq),
    createdAt: row.created_at,
  };
}
