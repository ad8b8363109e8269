import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** A key that the vault is asked for and that no chat has yet. */
export interface UnstoredKey {
  keyId: string;
  ownerId: string;
  chatId: string;
}

/** How long a chat may take to store a key that it asked for: many times what vault and database are given to answer. */
const PATIENCE = '60 seconds';

/** In one statement with a chat that is stored under a key: gives a row as long as the key was not given up. */
export const CLAIM_KEY = 'DELETE FROM unstored_chat_key WHERE key_id = $1 AND NOT given_up RETURNING key_id';

/** Which keys were asked for. A note is taken away in the transaction that stores its key in a chat. */
@Injectable()
export class UnstoredKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  async note({ keyId, ownerId, chatId }: UnstoredKey): Promise<void> {
    await this.dataSource.query('INSERT INTO unstored_chat_key (key_id, owner_id, chat_id) VALUES ($1, $2, $3)', [keyId, ownerId, chatId]);
  }

  /** Whether the key may be stored, which the transaction then does. */
  async claim(manager: EntityManager, keyId: string): Promise<boolean> {
    const [, count] = await manager.query<[unknown, number]>(CLAIM_KEY, [keyId]);
    return count === 1;
  }

  /** Keys that took too long. From here on no chat can store them. */
  async giveUp(): Promise<UnstoredKey[]> {
    const [rows] = await this.dataSource.query<[UnstoredKey[], number]>(
      `UPDATE unstored_chat_key SET given_up = true
       WHERE key_id IN (SELECT key_id FROM unstored_chat_key AS late WHERE noted_at < now() - $1::interval
                          AND NOT EXISTS (SELECT FROM chat WHERE chat.id = late.chat_id AND late.key_id IN (chat.key_id, chat.old_key_id)) FOR UPDATE SKIP LOCKED)
       RETURNING key_id AS "keyId", owner_id AS "ownerId", chat_id AS "chatId"`,
      [PATIENCE],
    );
    return rows;
  }

  /** The key is destroyed. */
  async forget(keyId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM unstored_chat_key WHERE key_id = $1', [keyId]);
  }
}
