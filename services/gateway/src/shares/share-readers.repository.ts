import { Injectable } from '@nestjs/common';
import type { ShareContent } from '@mateship/contracts';
import { DataSource } from 'typeorm';

interface Row {
  username: string;
  owner_id: string;
  from_message_id: string;
  to_message_id: string;
  views: number;
  max_views: number | null;
  expires_at: Date | null;
  created_at: Date;
  wrapped_key: Buffer;
  content: Buffer;
}

/** Links as their readers see them: every query names the hash of what the reader showed. */
@Injectable()
export class ShareReadersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Counts a view and gives the content, in one statement, so that a limit holds however many come at once. */
  async view(id: string, authHash: Buffer): Promise<ShareContent | null> {
    const [rows]: [Row[]] = await this.dataSource.query(
      `UPDATE share SET views = views + 1 FROM user_account AS owner
       WHERE share.id = $1 AND auth_hash = $2 AND owner.id = share.owner_id AND owner.suspended_at IS NULL AND content IS NOT NULL
         AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AND (max_views IS NULL OR views < max_views)
       RETURNING owner.username, share.owner_id, from_message_id, to_message_id, views, max_views, expires_at, share.created_at, wrapped_key, content`,
      [id, authHash],
    );
    return rows[0] ? toContent(rows[0]) : null;
  }

  async exists(id: string, authHash: Buffer): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query('SELECT FROM share WHERE id = $1 AND auth_hash = $2', [id, authHash]);
    return rows.length > 0;
  }
}

function toContent(row: Row): ShareContent {
  return {
    sharedBy: row.username,
    createdAt: row.created_at.toISOString(),
    views: row.views,
    sharerId: row.owner_id,
    fromMessageId: row.from_message_id,
    toMessageId: row.to_message_id,
    expiresAt: row.expires_at?.toISOString() ?? null,
    maxViews: row.max_views,
    wrappedKey: row.wrapped_key.toString('base64url'),
    content: row.content.toString('base64url'),
  };
}
