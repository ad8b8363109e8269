import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { toChat, type ChatRow } from './chat.repository.js';
import type { StoredChat, StoredMessage } from './chat.types.js';
import type { FinalMessage } from './messages.repository.js';

/** A message that begins to be stored, with the hold that pays for it. */
export type NewMessage = Omit<StoredMessage, 'createdAt' | 'revision'> & { holdId: string | null };

// Milliseconds, so that a cursor made from a JavaScript date finds its place again.
const NOW = `date_trunc('milliseconds', clock_timestamp())`;
const TOUCH_CHAT = `UPDATE chat SET updated_at = ${NOW} WHERE id = $1 RETURNING *`;
const INSERT_CHAT = 'INSERT INTO chat (id, owner_id, mate_id, key_id, key_epoch, title) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *';

/** Questions with their answers. Each change is one statement, because every further one is a way to the database and back. */
@Injectable()
export class ExchangesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores messages in the order given, together with their chat when it is new. */
  async begin(chat: Omit<StoredChat, 'createdAt' | 'updatedAt'>, isNew: boolean, messages: NewMessage[]): Promise<StoredChat> {
    const { id, ownerId, mateId, key, title } = chat;
    const parameters: unknown[] = isNew ? [id, ownerId, mateId, key.keyId, key.epoch, title] : [id];
    const rows = messages.map((message) => {
      const values = [message.id, message.chatId, message.parentId, message.role, message.state, message.body, message.holdId];
      return `(${values.map((value) => `$${parameters.push(value)}`).join(', ')})`;
    });
    const [stored]: ChatRow[] = await this.dataSource.query(
      `WITH stored AS (${isNew ? INSERT_CHAT : TOUCH_CHAT}),
            written AS (INSERT INTO message (id, chat_id, parent_id, role, state, body, hold_id) VALUES ${rows.join(', ')})
       SELECT * FROM stored`,
      parameters,
    );
    return toChat(stored!);
  }

  /** Writes the end of an answer with its event; does nothing when the answer was deleted or has ended already. */
  async finish(manager: EntityManager, message: FinalMessage & { chatId: string }): Promise<boolean> {
    const { id, chatId, state, revision, body } = message;
    const rows: unknown[] = await manager.query(
      `WITH finished AS (UPDATE message SET state = $2, revision = $3, body = $4 WHERE id = $1 AND state = 'streaming' RETURNING chat_id),
            touched AS (UPDATE chat SET updated_at = ${NOW} FROM finished WHERE chat.id = finished.chat_id),
            told AS (INSERT INTO outbox (topic, payload) SELECT 'chat.answered', $5::jsonb FROM finished)
       SELECT chat_id FROM finished`,
      [id, state, revision, body, JSON.stringify({ chatId, messageId: id, state })],
    );
    return rows.length > 0;
  }
}
