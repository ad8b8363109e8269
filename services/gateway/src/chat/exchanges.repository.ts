import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { claimKey } from '../keys/unstored-keys/unstored-keys.repository.js';
import { CHAT, CHAT_WITH_MESSAGE, messageIn, toChat, type ChatRow, type JoinedRow } from './chat.repository.js';
import type { StoredChat, StoredHead, StoredMessage } from './chat.types.js';
import { toMessage } from './messages.repository.js';

/** A message that begins to be stored, with the hold that pays for it. */
export type NewMessage = Omit<StoredMessage, 'createdAt' | 'seq'> & { holdId: string | null };

// Milliseconds, so that a cursor made from a JavaScript date finds its place again.
const NOW = `date_trunc('milliseconds', clock_timestamp())`;
const MOVE_CHAT = `UPDATE chat SET updated_at = ${NOW}, head = $2, head_version = $3 WHERE id = $1 AND head_version = $3 - 1 AND erasing_at IS NULL RETURNING ${CHAT}`;
const INSERT_CHAT = `INSERT INTO chat (id, head, head_version, owner_id, mate_id, key_id, key_epoch, title) SELECT $1, $2, $3, $4, $5, key_id, $7, $8 FROM claimed RETURNING ${CHAT}`;
const COLUMN_TYPES = ['uuid', 'uuid', 'text', 'text', 'integer', 'bytea', 'uuid', 'integer', 'bytea'];

/** Questions with their answers. Each change is one statement, because every further one is a way to the database and back. */
@Injectable()
export class ExchangesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Stores messages in the order given and the head that counts them, together with their chat when it is new.
   * Resolves to null, and stores nothing, when the chat has changed meanwhile or is gone, or the key of a new one was given up.
   */
  async begin(chat: Omit<StoredChat, 'createdAt' | 'updatedAt'>, isNew: boolean, messages: NewMessage[]): Promise<StoredChat | null> {
    const { id, ownerId, mateId, key, title, head } = chat;
    const parameters: unknown[] = [id, head.sealed, head.version, ...(isNew ? [ownerId, mateId, key.keyId, key.epoch, title] : [])];
    const rows = messages.map((message, order) => {
      const { parentId, role, state, revision, body, holdId, place } = message;
      const values = [message.id, parentId, role, state, revision, body, holdId, place?.number ?? null, place?.previous ?? null];
      return `(${values.map((value, column) => `$${parameters.push(value)}::${COLUMN_TYPES[column]}`).join(', ')}, ${order})`;
    });
    const [stored]: ChatRow[] = await this.dataSource.query(
      `WITH ${isNew ? `claimed AS (${claimKey(6)}),` : ''}
            stored AS (${isNew ? INSERT_CHAT : MOVE_CHAT}),
            written AS (INSERT INTO message (id, chat_id, parent_id, role, state, revision, body, hold_id, place, previous)
                        SELECT new.id, stored.id, parent_id, role, state, revision, body, hold_id, place, previous FROM stored,
                               (VALUES ${rows.join(', ')}) AS new (id, parent_id, role, state, revision, body, hold_id, place, previous, position) ORDER BY position)
       SELECT ${CHAT} FROM stored`,
      parameters,
    );
    return stored ? toChat(stored) : null;
  }

  /** The chat as it is now, and nobody else changes it before the transaction ends. */
  async lock(manager: EntityManager, ownerId: string, id: string): Promise<StoredChat | null> {
    const rows: ChatRow[] = await manager.query(`SELECT ${CHAT} FROM chat WHERE id = $1 AND owner_id = $2 AND erasing_at IS NULL FOR NO KEY UPDATE`, [id, ownerId]);
    return rows[0] ? toChat(rows[0]) : null;
  }

  /** The chat as it is now with an answer that is being written; nobody else changes or ends either before the transaction ends. */
  async lockStreaming(manager: EntityManager, { ownerId, id }: Pick<StoredChat, 'ownerId' | 'id'>, messageId: string): Promise<{ chat: StoredChat; begun: StoredMessage } | null> {
    const [row] = await manager.query<JoinedRow[]>(
      `SELECT ${CHAT_WITH_MESSAGE} FROM chat JOIN message ON message.chat_id = chat.id
       WHERE chat.id = $1 AND owner_id = $2 AND erasing_at IS NULL AND message.id = $3 AND state = 'streaming' FOR NO KEY UPDATE`,
      [id, ownerId, messageId],
    );
    return row ? { chat: toChat(row), begun: toMessage(messageIn(row)) } : null;
  }

  /** Writes the end of an answer and the head that counts it, with its event. The caller holds the locks of both. */
  async finish(manager: EntityManager, message: StoredMessage, head: StoredHead): Promise<void> {
    const { id, chatId, state, revision, body } = message;
    await manager.query(
      `WITH finished AS (UPDATE message SET state = $2, revision = $3, body = $4 WHERE id = $1),
            told AS (INSERT INTO outbox (topic, payload) VALUES ('chat.answered', $5::jsonb))
       UPDATE chat SET updated_at = ${NOW}, head = $7, head_version = $8 WHERE id = $6`,
      [id, state, revision, body, JSON.stringify({ chatId, messageId: id, state }), chatId, head.sealed, head.version],
    );
  }

  /** Stores a head for messages that were deleted. The caller holds the lock of the chat. */
  async shrink(manager: EntityManager, chatId: string, head: StoredHead): Promise<void> {
    await manager.query('UPDATE chat SET head = $2, head_version = $3 WHERE id = $1', [chatId, head.sealed, head.version]);
  }
}
