import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ShareKey } from './shares.types.js';

interface Row {
  id: string;
  owner_id: string;
  key_id: string | null;
  key_epoch: number;
}

const EMPTIED = 'wrapped_key = NULL, content = NULL, link = NULL';
const KEY = 'id, owner_id, key_id, key_epoch';
const REMEMBERED_DAYS = 30;

/** How links end. What they opened goes at once; the key of the owner's copy is noted until the vault has destroyed it. */
@Injectable()
export class ShareEndingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Revokes a link of this owner, or with null of anybody; null when there is none. Gives the key to destroy. */
  async revoke(id: string, ownerId: string | null): Promise<ShareKey[] | null> {
    const [rows]: [Row[]] = await this.dataSource.query(
      `UPDATE share SET revoked_at = COALESCE(revoked_at, now()), ${EMPTIED} WHERE id = $1 AND ($2::uuid IS NULL OR owner_id = $2) RETURNING ${KEY}`,
      [id, ownerId],
    );
    return rows.length > 0 ? toKeys(rows) : null;
  }

  /** Revokes every link to a chat, and gives the keys to destroy. */
  async revokeAllOf(ownerId: string, chatId: string): Promise<ShareKey[]> {
    const [rows]: [Row[]] = await this.dataSource.query(`UPDATE share SET revoked_at = COALESCE(revoked_at, now()), ${EMPTIED} WHERE owner_id = $1 AND chat_id = $2 RETURNING ${KEY}`, [ownerId, chatId]);
    return toKeys(rows);
  }

  async keyIsGone(id: string): Promise<void> {
    await this.dataSource.query('UPDATE share SET key_id = NULL WHERE id = $1', [id]);
  }

  /** Empties links that nobody can open any more, and gives the keys that are still to be destroyed. */
  async emptyEnded(): Promise<ShareKey[]> {
    const [rows]: [Row[]] = await this.dataSource.query(
      `UPDATE share SET ${EMPTIED} WHERE key_id IS NOT NULL AND (revoked_at IS NOT NULL OR expires_at <= now() OR views >= max_views) RETURNING ${KEY}`,
    );
    return toKeys(rows);
  }

  /** Forgets links that ended long ago. */
  async forgetOld(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM share WHERE key_id IS NULL AND content IS NULL AND GREATEST(revoked_at, expires_at, created_at) < now() - make_interval(days => $1)`,
      [REMEMBERED_DAYS],
    );
  }
}

function toKeys(rows: Row[]): ShareKey[] {
  return rows.flatMap(({ id, owner_id: ownerId, key_id: keyId, key_epoch: epoch }) => (keyId === null ? [] : [{ id, ownerId, key: { keyId, epoch } }]));
}
