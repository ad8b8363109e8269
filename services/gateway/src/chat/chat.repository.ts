import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StoredChat, StoredMessage } from './chat.types.js';
import { toMessage, type MessageRow } from './messages.repository.js';

/** A chat as the database gives it. */
export interface ChatRow {
  id: string;
  owner_id: string;
  mate_id: string;
  key_id: string;
  key_epoch: number;
  old_key_id: string | null;
  old_key_epoch: number | null;
  title: Buffer;
  head: Buffer | null;
  head_version: number;
  created_at: Date;
  updated_at: Date;
}

/** The place of a chat in its owner's list, newest first. */
export interface ChatCursor {
  updatedAt: string;
  id: string;
}

/** A chat with one of its messages, as {@link CHAT_WITH_MESSAGE} names their columns. */
export type JoinedRow = ChatRow & Record<string, unknown>;

const COLUMNS = ['id', 'owner_id', 'mate_id', 'key_id', 'key_epoch', 'old_key_id', 'old_key_epoch', 'title', 'head', 'head_version', 'created_at', 'updated_at'];
const MESSAGE_COLUMNS = ['id', 'chat_id', 'parent_id', 'role', 'state', 'revision', 'body', 'created_at', 'seq', 'place', 'previous'];

/** What {@link toChat} reads of a chat. */
export const CHAT = COLUMNS.join(', ');

/** What {@link toMessage} reads of a message. */
export const MESSAGE = MESSAGE_COLUMNS.join(', ');

/** What to select from a chat joined with messages, so that {@link toChat} and {@link messageIn} find theirs. */
export const CHAT_WITH_MESSAGE = [...COLUMNS.map((name) => `chat.${name}`), ...MESSAGE_COLUMNS.map((name) => `message.${name} AS message_${name}`)].join(', ');

@Injectable()
export class ChatRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(ownerId: string, id: string): Promise<StoredChat | null> {
    const rows: ChatRow[] = await this.dataSource.query(`SELECT ${CHAT} FROM chat WHERE id = $1 AND owner_id = $2 AND erasing_at IS NULL`, [id, ownerId]);
    return rows[0] ? toChat(rows[0]) : null;
  }

  /** A chat with its messages in their order, as they were at one moment. */
  async findWhole(ownerId: string, id: string): Promise<{ chat: StoredChat; messages: StoredMessage[] } | null> {
    const rows = await this.dataSource.query<JoinedRow[]>(
      `SELECT ${CHAT_WITH_MESSAGE}
       FROM chat LEFT JOIN message ON message.chat_id = chat.id WHERE chat.id = $1 AND chat.owner_id = $2 AND erasing_at IS NULL ORDER BY message.place NULLS FIRST, message.seq`,
      [id, ownerId],
    );
    if (!rows[0]) return null;
    const messages = rows.filter(({ message_id: messageId }) => messageId !== null).map((row) => toMessage(messageIn(row)));
    return { chat: toChat(rows[0]), messages };
  }

  async page(ownerId: string, limit: number, after: ChatCursor | null): Promise<StoredChat[]> {
    const rows: ChatRow[] = await this.dataSource.query(
      `SELECT ${CHAT} FROM chat WHERE owner_id = $1 AND erasing_at IS NULL AND ($3::timestamptz IS NULL OR (updated_at, id) < ($3, $4::uuid))
       ORDER BY updated_at DESC, id DESC LIMIT $2`,
      [ownerId, limit, after?.updatedAt ?? null, after?.id ?? null],
    );
    return rows.map(toChat);
  }

  /** From here on the chat is there for nobody, and it will be erased whatever happens. False when there is none. */
  async condemn(ownerId: string, id: string): Promise<boolean> {
    const [, count] = await this.dataSource.query<[unknown, number]>('UPDATE chat SET erasing_at = now() WHERE id = $1 AND owner_id = $2 AND erasing_at IS NULL', [id, ownerId]);
    return count > 0;
  }

  /** {@link condemn} for every chat of somebody. */
  async condemnAll(ownerId: string): Promise<void> {
    await this.dataSource.query('UPDATE chat SET erasing_at = now() WHERE owner_id = $1 AND erasing_at IS NULL', [ownerId]);
  }

  /** Chats that are to be erased, of one owner or of all, those condemned first before the others. */
  async condemned(limit: number, ownerId: string | null = null): Promise<StoredChat[]> {
    const rows: ChatRow[] = await this.dataSource.query(`SELECT ${CHAT} FROM chat WHERE erasing_at IS NOT NULL AND ($2::uuid IS NULL OR owner_id = $2) ORDER BY erasing_at LIMIT $1`, [limit, ownerId]);
    return rows.map(toChat);
  }

  /** The rows of a condemned chat. */
  async erase(id: string): Promise<void> {
    await this.dataSource.query('DELETE FROM chat WHERE id = $1 AND erasing_at IS NOT NULL', [id]);
  }
}

export function toChat(row: ChatRow): StoredChat {
  return {
    id: row.id,
    ownerId: row.owner_id,
    mateId: row.mate_id,
    key: { keyId: row.key_id, epoch: row.key_epoch },
    oldKey: row.old_key_id === null || row.old_key_epoch === null ? null : { keyId: row.old_key_id, epoch: row.old_key_epoch },
    title: row.title,
    head: { version: row.head_version, sealed: row.head },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function messageIn(row: JoinedRow): MessageRow {
  return Object.fromEntries(MESSAGE_COLUMNS.map((name) => [name, row[`message_${name}`]])) as unknown as MessageRow;
}
