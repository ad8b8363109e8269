import { Injectable } from '@nestjs/common';
import type { Invite, Role } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';

export interface NewInvite {
  id: string;
  hash: Buffer;
  role: Role;
  /** Null for the invite of the first start. */
  createdBy: string | null;
  /** Null: never. */
  expiresInDays: number | null;
}

/** An invite as somebody who holds its token may know it. */
export interface InviteState {
  role: Role;
  used: boolean;
  expired: boolean;
}

/** What claiming an invite gives its holder. */
export interface ClaimedInvite {
  role: Role;
  first: boolean;
}

interface Row {
  id: string;
  role: Role;
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
  used_by_name: string | null;
}

const MAX_LISTED = 500;
/** What {@link toInvite} reads of an invite. */
const INVITE = ['id', 'role', 'created_at', 'expires_at', 'used_at'].map((name) => `invite.${name}`).join(', ');

@Injectable()
export class InvitesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(invite: NewInvite, manager: EntityManager = this.dataSource.manager): Promise<Invite> {
    const rows: Row[] = await manager.query(
      `INSERT INTO invite (id, token_hash, role, created_by, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(days => $5)) RETURNING ${INVITE}, NULL AS used_by_name`,
      [invite.id, invite.hash, invite.role, invite.createdBy, invite.expiresInDays],
    );
    return toInvite(rows[0]!);
  }

  /** Makes this the only invite of the first start. */
  async replaceFirst(invite: NewInvite): Promise<void> {
    await withTransaction(this.dataSource, async (manager) => {
      await this.deleteUnusedFirst(manager);
      await this.insert(invite, manager);
    });
  }

  async deleteUnusedFirst(manager: EntityManager = this.dataSource.manager): Promise<void> {
    await manager.query('DELETE FROM invite WHERE created_by IS NULL AND used_at IS NULL');
  }

  async list(): Promise<Invite[]> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT ${INVITE}, account.username AS used_by_name FROM invite LEFT JOIN user_account account ON account.id = invite.used_by
       ORDER BY invite.created_at DESC LIMIT ${MAX_LISTED}`,
    );
    return rows.map(toInvite);
  }

  async findState(hash: Buffer, manager: EntityManager = this.dataSource.manager): Promise<InviteState | null> {
    const rows: InviteState[] = await manager.query(
      'SELECT role, used_at IS NOT NULL AS used, coalesce(expires_at <= now(), false) AS expired FROM invite WHERE token_hash = $1',
      [hash],
    );
    return rows[0] ?? null;
  }

  /** Uses an invite up. Of any number of callers exactly one gets it, the others null. */
  async claim(manager: EntityManager, hash: Buffer, userId: string): Promise<ClaimedInvite | null> {
    const [rows] = await manager.query(
      `UPDATE invite SET used_at = now(), used_by = $2
       WHERE token_hash = $1 AND used_at IS NULL AND (expires_at IS NULL OR expires_at > now())
       RETURNING role, created_by IS NULL AS first`,
      [hash, userId],
    );
    return rows[0] ?? null;
  }

  /** Takes an unused invite back; false when there is none. */
  async deleteUnused(id: string): Promise<boolean> {
    const [, count] = await this.dataSource.query('DELETE FROM invite WHERE id = $1 AND used_at IS NULL', [id]);
    return count > 0;
  }
}

function toInvite(row: Row): Invite {
  return {
    id: row.id,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    usedAt: row.used_at?.toISOString() ?? null,
    usedBy: row.used_by_name,
  };
}
