import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys by the SHA-256 of the whole key. Revoked rows stay, so that what a key did can still be told. */
export class CreateApiKeys1760000001300 implements MigrationInterface {
  name = 'CreateApiKeys1760000001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
        name text NOT NULL,
        hash bytea NOT NULL CHECK (length(hash) = 32),
        scopes text[] NOT NULL CHECK (scopes <@ ARRAY['chat', 'skills', 'models'] AND cardinality(scopes) > 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX api_key_by_user ON api_key (user_id, created_at) WHERE revoked_at IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** Lets keys use prompts and envelopes. */
export class AllowVaultScope1795140100000 implements MigrationInterface {
  name = 'AllowVaultScope1795140100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_key DROP CONSTRAINT api_key_scopes_check;
      ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check CHECK (scopes <@ ARRAY['chat', 'skills', 'models', 'vault'] AND cardinality(scopes) > 0);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
