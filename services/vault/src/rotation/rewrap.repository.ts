import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { KeyPlace } from '../keys/data-key.js';

/** An active data key and the version that it is under. */
export interface WrappedRow extends KeyPlace {
  wrapped: Buffer;
  version: number;
}

/** A row with the wrapping that takes the place of its old one. */
export interface Replacement {
  row: WrappedRow;
  wrapped: Buffer;
  version: number;
}

/** Where a batch ended. */
export type BatchEnd = Pick<WrappedRow, 'version' | 'keyId'>;

/** Before the first row. */
export const FIRST: BatchEnd = { version: 0, keyId: '00000000-0000-0000-0000-000000000000' };

/** Data keys by the version that they are under. */
@Injectable()
export class RewrapRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The next rows below a version. */
  async batch(runner: QueryRunner, below: number, after: BatchEnd, limit: number): Promise<WrappedRow[]> {
    return (await runner.query(
      `SELECT id AS "keyId", purpose, owner_id AS "ownerId", object_id AS "objectId", epoch, wrapped, kek_version AS version FROM data_key
       WHERE wrapped IS NOT NULL AND kek_version < $1 AND (kek_version, id) > ($2, $3) ORDER BY kek_version, id LIMIT $4`,
      [below, after.version, after.keyId, limit],
    )) as WrappedRow[];
  }

  /** Replaces wrappings in one statement, each only while it is still the old one. Resolves to how many that were. */
  async replace(runner: QueryRunner, replacements: readonly Replacement[]): Promise<number> {
    const rows = (await runner.query(
      `WITH replaced AS (
         UPDATE data_key SET wrapped = fresh.wrapped, kek_version = fresh.version
         FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::int[]) AS fresh (id, old, wrapped, version)
         WHERE data_key.id = fresh.id AND data_key.wrapped = fresh.old RETURNING 1
       ) SELECT count(*)::int AS count FROM replaced`,
      [replacements.map(({ row }) => row.keyId), replacements.map(({ row }) => row.wrapped), replacements.map(({ wrapped }) => wrapped), replacements.map(({ version }) => version)],
    )) as { count: number }[];
    return rows[0]!.count;
  }

  /** How many active keys each version opens. */
  async countByVersion(manager: EntityManager = this.dataSource.manager): Promise<Map<number, number>> {
    const rows = await manager.query<{ version: number; count: number }[]>('SELECT kek_version AS version, count(*)::int AS count FROM data_key WHERE wrapped IS NOT NULL GROUP BY kek_version');
    return new Map(rows.map(({ version, count }) => [version, count]));
  }

  async countBelow(version: number, manager?: EntityManager): Promise<number> {
    return sumBelow(await this.countByVersion(manager), version);
  }
}

/** How many of the keys counted by version are below one. */
export function sumBelow(counts: ReadonlyMap<number, number>, version: number): number {
  return [...counts].reduce((sum, [of, count]) => (of < version ? sum + count : sum), 0);
}
