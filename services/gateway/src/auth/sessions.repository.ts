import { Injectable } from '@nestjs/common';
import type { Role } from '@mateship/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { SessionPrincipal } from '../access/principal.js';

/** What decides whether a session may still act. */
export interface SessionState {
  principal: SessionPrincipal;
  suspended: boolean;
  revoked: boolean;
  /** Unix time in milliseconds. */
  expiresAt: number;
}

interface StateRow {
  id: string;
  user_id: string;
  role: Role;
  suspended: boolean;
  revoked: boolean;
  expires_at: Date;
}

export interface RefreshTokenRow {
  sessionId: string;
  expired: boolean;
}

@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(manager: EntityManager, session: { id: string; userId: string; lifetimeSeconds: number }): Promise<void> {
    await manager.query(
      `INSERT INTO session (id, user_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))`,
      [session.id, session.userId, session.lifetimeSeconds],
    );
  }

  async findState(id: string, manager: EntityManager = this.dataSource.manager): Promise<SessionState | null> {
    const rows: StateRow[] = await manager.query(
      `SELECT session.id, session.user_id, session.expires_at, session.revoked_at IS NOT NULL AS revoked,
              account.role, account.suspended_at IS NOT NULL AS suspended
       FROM session JOIN user_account account ON account.id = session.user_id WHERE session.id = $1`,
      [id],
    );
    return rows[0] ? toState(rows[0]) : null;
  }

  async revoke(id: string): Promise<void> {
    await this.dataSource.query('UPDATE session SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [id]);
  }

  async insertRefreshToken(manager: EntityManager, token: { hash: Buffer; sessionId: string; lifetimeSeconds: number }): Promise<void> {
    await manager.query(
      `INSERT INTO refresh_token (hash, session_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))`,
      [token.hash, token.sessionId, token.lifetimeSeconds],
    );
  }

  /** Marks a refresh token as used. Of any number of callers exactly one gets the row, the others null. */
  async useRefreshToken(manager: EntityManager, hash: Buffer): Promise<RefreshTokenRow | null> {
    const [rows] = await manager.query(
      `UPDATE refresh_token SET used_at = now() WHERE hash = $1 AND used_at IS NULL
       RETURNING session_id, expires_at <= now() AS expired`,
      [hash],
    );
    return rows[0] ? { sessionId: rows[0].session_id, expired: rows[0].expired } : null;
  }

  /** The session of a refresh token, used or not. */
  async findSessionIdOf(manager: EntityManager, hash: Buffer): Promise<string | null> {
    const rows: { session_id: string }[] = await manager.query('SELECT session_id FROM refresh_token WHERE hash = $1', [hash]);
    return rows[0]?.session_id ?? null;
  }

  /** Used tokens are kept only to recognise their reuse; after a week an old one is as unknown as an invented one. */
  async forgetOldRefreshTokens(manager: EntityManager, sessionId: string): Promise<void> {
    await manager.query(`DELETE FROM refresh_token WHERE session_id = $1 AND used_at < now() - interval '7 days'`, [sessionId]);
  }
}

function toState(row: StateRow): SessionState {
  return {
    principal: { kind: 'session', userId: row.user_id, role: row.role, sessionId: row.id, scopes: 'all' },
    suspended: row.suspended,
    revoked: row.revoked,
    expiresAt: row.expires_at.getTime(),
  };
}
