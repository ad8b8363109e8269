import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { UnstoredKeysRepository } from '../../keys/unstored-keys/unstored-keys.repository.js';
import { CHAT, MESSAGE, toChat, type ChatRow } from '../chat.repository.js';
import type { StoredChat, StoredHead, StoredMessage } from '../chat.types.js';
import { toMessage, type MessageRow } from '../messages.repository.js';

/** What re-keying changes. Its callers hold the lock of the chat. */
@Injectable()
export class RekeyRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unstored: UnstoredKeysRepository,
  ) {}

  /** Chats with messages that may be under an old key. */
  async pending(limit: number): Promise<StoredChat[]> {
    const rows: ChatRow[] = await this.dataSource.query(`SELECT ${CHAT} FROM chat WHERE old_key_id IS NOT NULL AND erasing_at IS NULL ORDER BY id LIMIT $1`, [limit]);
    return rows.map(toChat);
  }

  /** Messages after a place in the order of writing, which nobody ends before the transaction does. */
  async messages(manager: EntityManager, chatId: string, after: number, limit: number | null): Promise<StoredMessage[]> {
    const rows: MessageRow[] = await manager.query(`SELECT ${MESSAGE} FROM message WHERE chat_id = $1 AND seq > $2 ORDER BY seq LIMIT $3 FOR NO KEY UPDATE`, [chatId, after, limit]);
    return rows.map(toMessage);
  }

  /** Gives the chat its next key and keeps the one it had, with title and head under the next. False when the next was given up. */
  async swapKey(manager: EntityManager, { id, key, oldKey, title, head }: StoredChat): Promise<boolean> {
    if (!(await this.unstored.claim(manager, key.keyId))) return false;
    await manager.query('UPDATE chat SET key_id = $2, key_epoch = $3, old_key_id = $4, old_key_epoch = $5, title = $6, head = $7, head_version = $8 WHERE id = $1', [
      id, key.keyId, key.epoch, oldKey?.keyId ?? null, oldKey?.epoch ?? null, title, head.sealed, head.version,
    ]);
    return true;
  }

  async replaceBodies(manager: EntityManager, chatId: string, messages: readonly StoredMessage[], head: StoredHead): Promise<void> {
    await manager.query(
      `WITH replaced AS (UPDATE message SET body = fresh.body FROM unnest($2::uuid[], $3::bytea[]) AS fresh (id, body) WHERE message.id = fresh.id AND chat_id = $1)
       UPDATE chat SET head = $4, head_version = $5 WHERE id = $1`,
      [chatId, messages.map(({ id }) => id), messages.map(({ body }) => body), head.sealed, head.version],
    );
  }

  /** Forgets the old key, which is destroyed. */
  async end(chatId: string, oldKeyId: string): Promise<void> {
    await this.dataSource.query('UPDATE chat SET old_key_id = NULL, old_key_epoch = NULL WHERE id = $1 AND old_key_id = $2', [chatId, oldKeyId]);
  }
}
