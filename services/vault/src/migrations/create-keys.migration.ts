import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data keys and the record of who used them. A destroyed key keeps its row, so that its epoch is never used again. */
export class CreateKeys1795132800000 implements MigrationInterface {
  name = 'CreateKeys1795132800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_key (
        id uuid PRIMARY KEY,
        purpose text NOT NULL,
        owner_id text NOT NULL,
        object_id text NOT NULL,
        epoch integer NOT NULL CHECK (epoch >= 1),
        wrapped bytea,
        kek_version integer NOT NULL CHECK (kek_version >= 1),
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'destroyed')),
        created_at timestamptz NOT NULL DEFAULT now(),
        destroyed_at timestamptz,
        UNIQUE (purpose, object_id, epoch),
        CHECK ((state = 'active') = (wrapped IS NOT NULL)),
        CHECK ((state = 'active') = (destroyed_at IS NULL))
      )`);
    await runner.query('CREATE INDEX data_key_kek_version ON data_key (kek_version)');
    await runner.query(`
      CREATE TABLE key_audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        caller text NOT NULL,
        action text NOT NULL CHECK (action IN ('create', 'open', 'destroy')),
        key_id uuid NOT NULL,
        ok boolean NOT NULL
      )`);
    await runner.query('CREATE INDEX key_audit_key ON key_audit (key_id, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE key_audit');
    await runner.query('DROP TABLE data_key');
  }
}
