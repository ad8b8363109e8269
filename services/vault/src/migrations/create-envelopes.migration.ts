import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Prompts, keys of parties, ids of opened envelopes, and the record of who sealed and opened. All content is sealed. */
export class CreateEnvelopes1795140000000 implements MigrationInterface {
  name = 'CreateEnvelopes1795140000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE prompt (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        key_id uuid NOT NULL REFERENCES data_key (id),
        version integer NOT NULL CHECK (version >= 1),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX prompt_by_owner ON prompt (owner_id, created_at DESC, id DESC);
      CREATE TABLE prompt_version (
        prompt_id uuid NOT NULL REFERENCES prompt (id) ON DELETE CASCADE,
        version integer NOT NULL CHECK (version >= 1),
        body bytea NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (prompt_id, version)
      );
      CREATE TABLE party_key (
        id uuid PRIMARY KEY,
        owner text NOT NULL,
        use text NOT NULL CHECK (use IN ('enc', 'sig')),
        suite integer NOT NULL,
        version integer NOT NULL CHECK (version >= 1),
        data_key_id uuid NOT NULL REFERENCES data_key (id),
        sealed bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        UNIQUE (owner, use, suite, version)
      );
      CREATE UNIQUE INDEX party_key_in_use ON party_key (owner, use, suite) WHERE expires_at IS NULL;
      CREATE TABLE opened_envelope (
        id uuid PRIMARY KEY,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX opened_envelope_expiry ON opened_envelope (expires_at);
      CREATE TABLE envelope_audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        caller text NOT NULL,
        action text NOT NULL CHECK (action IN ('seal', 'open')),
        envelope_id uuid,
        outcome text NOT NULL CHECK (outcome IN ('ok', 'format', 'signature', 'time', 'content', 'replayed'))
      );
      CREATE INDEX envelope_audit_envelope ON envelope_audit (envelope_id, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE envelope_audit, opened_envelope, party_key, prompt_version, prompt');
  }
}
