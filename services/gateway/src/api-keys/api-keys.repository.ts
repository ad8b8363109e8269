import { Injectable } from '@nestjs/common';
import type { ApiKey, ApiKeyScope, Role } from '@mateship/contracts';
import { DataSource } from 'typeorm';
import type { ApiKeyPrincipal } from '../access/principal.js';
import { shownPrefix } from './api-key-secret.js';

export interface NewApiKeyRow {
  id: string;
  userId: string;
  name: string;
  hash: Buffer;
  scopes: ApiKeyScope[];
  /** Null: never. */
  expiresInDays: number | null;
}

/** What decides whether a key may still act. */
export interface ApiKeyState {
  principal: ApiKeyPrincipal;
  hash: Buffer;
  suspended: boolean;
  /** Unix time in milliseconds; null: never. */
  expiresAt: number | null;
}

interface Row {
  id: string;
  name: string;
  scopes: ApiKeyScope[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

interface StateRow extends Row {
  user_id: string;
  hash: Buffer;
  role: Role;
  suspended: boolean;
}

const API_KEY = 'api_key.id, name, scopes, api_key.created_at, expires_at, last_used_at';

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Adds a key; null when the owner has as many as allowed. */
  async insert(key: NewApiKeyRow, maxPerUser: number): Promise<ApiKey | null> {
    const rows: Row[] = await this.dataSource.query(
      `INSERT INTO api_key (id, user_id, name, hash, scopes, expires_at)
       SELECT $1, $2, $3, $4, $5, now() + make_interval(days => $6)
       WHERE (SELECT count(*) FROM api_key WHERE user_id = $2 AND revoked_at IS NULL) < $7 RETURNING ${API_KEY}`,
      [key.id, key.userId, key.name, key.hash, key.scopes, key.expiresInDays, maxPerUser],
    );
    return rows[0] ? toApiKey(rows[0]) : null;
  }

  async list(userId: string): Promise<ApiKey[]> {
    const rows: Row[] = await this.dataSource.query(`SELECT ${API_KEY} FROM api_key WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC`, [userId]);
    return rows.map(toApiKey);
  }

  /** Revokes a key of its owner; false when there is no such key. */
  async revoke(userId: string, id: string): Promise<boolean> {
    const [, count] = await this.dataSource.query('UPDATE api_key SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL', [id, userId]);
    return count > 0;
  }

  async findState(id: string): Promise<ApiKeyState | null> {
    const rows: StateRow[] = await this.dataSource.query(
      `SELECT ${API_KEY}, user_id, hash, account.role, account.suspended_at IS NOT NULL AS suspended
       FROM api_key JOIN user_account account ON account.id = api_key.user_id WHERE api_key.id = $1 AND api_key.revoked_at IS NULL`,
      [id],
    );
    return rows[0] ? toState(rows[0]) : null;
  }

  async touch(id: string): Promise<void> {
    await this.dataSource.query('UPDATE api_key SET last_used_at = now() WHERE id = $1', [id]);
  }
}

function toApiKey(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: shownPrefix(row.id),
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

function toState(row: StateRow): ApiKeyState {
  return {
    principal: { kind: 'apiKey', userId: row.user_id, role: row.role, keyId: row.id, scopes: row.scopes },
    hash: row.hash,
    suspended: row.suspended,
    expiresAt: row.expires_at?.getTime() ?? null,
  };
}
