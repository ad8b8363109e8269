import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource } from 'typeorm';
import type { KeyRef } from '../keys/data-keys.js';
import { UnstoredKeysRepository } from '../keys/unstored-keys/unstored-keys.repository.js';
import type { NewShare, StoredShare } from './shares.types.js';

interface Row {
  id: string;
  owner_id: string;
  chat_id: string;
  from_message_id: string;
  to_message_id: string;
  has_password: boolean;
  views: number;
  max_views: number | null;
  expires_at: Date | null;
  created_at: Date;
  is_revoked: boolean;
  is_expired: boolean;
}

/** Which page of an owner's links. */
export interface SharePlace {
  chatId: string | null;
  limit: number;
  after: { at: string; id: string } | null;
}

const COLUMNS = `share.id, share.owner_id, chat_id, from_message_id, to_message_id, has_password, views, max_views, expires_at, share.created_at,
  revoked_at IS NOT NULL AS is_revoked, COALESCE(expires_at <= now(), false) AS is_expired`;

/** Links as their owners see them: every query names the owner. */
@Injectable()
export class SharesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unstored: UnstoredKeysRepository,
  ) {}

  /** Whether both messages are of this owner's chat, and the first is above the last or is it. */
  async isRange(ownerId: string, range: Pick<NewShare, 'chatId' | 'fromMessageId' | 'toMessageId'>): Promise<boolean> {
    const [row]: { found: boolean }[] = await this.dataSource.query(
      `WITH RECURSIVE above AS (
         SELECT message.id, message.parent_id FROM message JOIN chat ON chat.id = message.chat_id WHERE message.id = $4 AND chat.id = $2 AND chat.owner_id = $1 AND chat.erasing_at IS NULL
         UNION ALL SELECT message.id, message.parent_id FROM message JOIN above ON message.id = above.parent_id)
       SELECT EXISTS (SELECT FROM above WHERE id = $3) AS found`,
      [ownerId, range.chatId, range.fromMessageId, range.toMessageId],
    );
    return row!.found;
  }

  /** How many links of this owner still hold something. */
  async countHeld(ownerId: string): Promise<number> {
    const [row]: { held: number }[] = await this.dataSource.query('SELECT count(*)::integer AS held FROM share WHERE owner_id = $1 AND content IS NOT NULL', [ownerId]);
    return row!.held;
  }

  /** Null when the chat is not there any more. @throws DomainError KMS_UNAVAILABLE, with nothing stored, when the key was given up */
  insert(share: NewShare): Promise<StoredShare | null> {
    return withTransaction(this.dataSource, async (manager) => {
      const rows: Row[] = await manager.query(
        `INSERT INTO share (id, owner_id, chat_id, from_message_id, to_message_id, auth_hash, has_password, wrapped_key, content, link, key_id, key_epoch, max_views, expires_at)
         SELECT $1, owner_id, id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM chat WHERE id = $3 AND owner_id = $2 AND erasing_at IS NULL FOR KEY SHARE RETURNING ${COLUMNS}`,
        [
          share.id, share.ownerId, share.chatId, share.fromMessageId, share.toMessageId, share.authHash, share.hasPassword, share.wrappedKey,
          share.content, share.link, share.key.keyId, share.key.epoch, share.maxViews, share.expiresAt,
        ],
      );
      if (!rows[0]) return null;
      if (!(await this.unstored.claim(manager, share.key.keyId))) throw new DomainError('KMS_UNAVAILABLE', { retryAfter: 1 });
      return toShare(rows[0]);
    });
  }

  async page(ownerId: string, { chatId, limit, after }: SharePlace): Promise<StoredShare[]> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM share
       WHERE share.owner_id = $1 AND ($3::uuid IS NULL OR chat_id = $3) AND ($4::timestamptz IS NULL OR (share.created_at, share.id) < ($4, $5::uuid))
       ORDER BY share.created_at DESC, share.id DESC LIMIT $2`,
      [ownerId, limit, chatId, after?.at ?? null, after?.id ?? null],
    );
    return rows.map(toShare);
  }

  /** The owner's sealed copy of a link; null when there is none, and `link` null when the link is over. */
  async findLink(ownerId: string, id: string): Promise<{ link: Buffer; key: KeyRef } | { link: null } | null> {
    const rows: { link: Buffer | null; key_id: string; key_epoch: number }[] = await this.dataSource.query('SELECT link, key_id, key_epoch FROM share WHERE id = $1 AND owner_id = $2', [id, ownerId]);
    if (!rows[0]) return null;
    return rows[0].link ? { link: rows[0].link, key: { keyId: rows[0].key_id, epoch: rows[0].key_epoch } } : { link: null };
  }
}

function toShare(row: Row): StoredShare {
  return {
    id: row.id,
    ownerId: row.owner_id,
    chatId: row.chat_id,
    fromMessageId: row.from_message_id,
    toMessageId: row.to_message_id,
    hasPassword: row.has_password,
    views: row.views,
    maxViews: row.max_views,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    isRevoked: row.is_revoked,
    isExpired: row.is_expired,
  };
}
