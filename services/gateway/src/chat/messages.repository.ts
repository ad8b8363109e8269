import { Injectable } from '@nestjs/common';
import type { MessageState } from '@mateship/contracts';
import { DataSource } from 'typeorm';
import type { StoredMessage } from './chat.types.js';

interface Row {
  id: string;
  chat_id: string;
  parent_id: string | null;
  role: 'user' | 'assistant';
  state: MessageState;
  revision: number;
  body: Buffer;
  created_at: Date;
}

export interface FinalMessage {
  id: string;
  state: MessageState;
  revision: number;
  body: Buffer;
}

/** Messages are reached through their chat, whose owner stands in every query. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async ofChat(ownerId: string, chatId: string): Promise<StoredMessage[]> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT message.* FROM message JOIN chat ON chat.id = message.chat_id
       WHERE chat.id = $1 AND chat.owner_id = $2 ORDER BY message.seq`,
      [chatId, ownerId],
    );
    return rows.map(toMessage);
  }

  async find(ownerId: string, id: string): Promise<StoredMessage | null> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT message.* FROM message JOIN chat ON chat.id = message.chat_id WHERE message.id = $1 AND chat.owner_id = $2`,
      [id, ownerId],
    );
    return rows[0] ? toMessage(rows[0]) : null;
  }

  /** Deletes a message with everything below it; the foreign key takes the branch along. */
  async delete(ownerId: string, chatId: string, id: string): Promise<boolean> {
    const [, count] = await this.dataSource.query(
      `DELETE FROM message USING chat WHERE message.id = $3 AND message.chat_id = chat.id AND chat.id = $2 AND chat.owner_id = $1`,
      [ownerId, chatId, id],
    );
    return count > 0;
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

function toMessage(row: Row): StoredMessage {
  return {
    id: row.id,
    chatId: row.chat_id,
    parentId: row.parent_id,
    role: row.role,
    state: row.state,
    revision: row.revision,
    body: row.body,
    createdAt: row.created_at,
  };
}
