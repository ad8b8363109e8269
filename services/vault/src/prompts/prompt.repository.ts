import { Injectable } from '@nestjs/common';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';
import type { PromptPlace } from './prompt-cursor.js';

/** A prompt with the sealed body of one of its versions. */
export interface StoredPrompt {
  id: string;
  ownerId: string;
  keyId: string;
  version: number;
  body: Buffer;
  createdAt: Date;
  updatedAt: Date;
  /** When this version was written. */
  writtenAt: Date;
}

const COLUMNS = `p.id, p.owner_id AS "ownerId", p.key_id AS "keyId", v.version, v.body,
  p.created_at AS "createdAt", p.updated_at AS "updatedAt", v.created_at AS "writtenAt"`;

/** Prompts of their owners: every query names whose prompt it is about. */
@Injectable()
export class PromptRepository {
  constructor(private readonly dataSource: DataSource) {}

  async count(ownerId: string): Promise<number> {
    const rows = await this.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM prompt WHERE owner_id = $1', [ownerId]);
    return rows[0]?.count ?? 0;
  }

  /** In the transaction that stores the key, so that neither is there without the other. */
  async insert(manager: EntityManager, prompt: { id: string; ownerId: string; keyId: string; body: Buffer }): Promise<void> {
    await manager.query('INSERT INTO prompt (id, owner_id, key_id, version) VALUES ($1, $2, $3, 1)', [prompt.id, prompt.ownerId, prompt.keyId]);
    await manager.query('INSERT INTO prompt_version (prompt_id, version, body) VALUES ($1, 1, $2)', [prompt.id, prompt.body]);
  }

  /** Adds the version after `version`; false when another one came first or the prompt is gone. */
  addVersion(ownerId: string, id: string, version: number, body: Buffer): Promise<boolean> {
    return withTransaction(this.dataSource, async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        'UPDATE prompt SET version = $3 + 1, updated_at = now() WHERE id = $1 AND owner_id = $2 AND version = $3 RETURNING id',
        [id, ownerId, version],
      );
      if (rows.length === 0) return false;
      await manager.query('INSERT INTO prompt_version (prompt_id, version, body) VALUES ($1, $2, $3)', [id, version + 1, body]);
      return true;
    });
  }

  /** One version of a prompt, the newest when none is named. */
  async find(ownerId: string, id: string, version: number | null): Promise<StoredPrompt | null> {
    const rows = await this.dataSource.query<StoredPrompt[]>(
      `SELECT ${COLUMNS} FROM prompt p JOIN prompt_version v ON v.prompt_id = p.id AND v.version = coalesce($3, p.version) WHERE p.id = $1 AND p.owner_id = $2`,
      [id, ownerId, version],
    );
    return rows[0] ?? null;
  }

  /** Newest first, each with its newest version. */
  list(ownerId: string, limit: number, after: PromptPlace | null): Promise<StoredPrompt[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM prompt p JOIN prompt_version v ON v.prompt_id = p.id AND v.version = p.version
       WHERE p.owner_id = $1 AND ($3::timestamptz IS NULL OR (p.created_at, p.id) < ($3::timestamptz, $4::uuid))
       ORDER BY p.created_at DESC, p.id DESC LIMIT $2`,
      [ownerId, limit, after?.createdAt ?? null, after?.id ?? null],
    );
  }

  /** Newest first; empty when the prompt is not this owner's. */
  versions(ownerId: string, id: string, limit: number, before: number | null): Promise<StoredPrompt[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM prompt p JOIN prompt_version v ON v.prompt_id = p.id
       WHERE p.id = $1 AND p.owner_id = $2 AND ($4::int IS NULL OR v.version < $4) ORDER BY v.version DESC LIMIT $3`,
      [id, ownerId, limit, before],
    );
  }

  /** The key of a prompt; null when it is not this owner's. */
  async keyOf(ownerId: string, id: string): Promise<string | null> {
    const rows = await this.dataSource.query<{ keyId: string }[]>('SELECT key_id AS "keyId" FROM prompt WHERE id = $1 AND owner_id = $2', [id, ownerId]);
    return rows[0]?.keyId ?? null;
  }

  /** In the transaction that destroys the key. */
  async delete(manager: EntityManager, ownerId: string, id: string): Promise<void> {
    await manager.query('DELETE FROM prompt WHERE id = $1 AND owner_id = $2', [id, ownerId]);
  }

  /** Deletes what is left of prompts whose key is destroyed: earlier releases did the two apart, and may have been killed in between. */
  async deleteHalfDeleted(): Promise<void> {
    await this.dataSource.query('DELETE FROM prompt USING data_key WHERE data_key.id = prompt.key_id AND data_key.wrapped IS NULL');
  }
}
