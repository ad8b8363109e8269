import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-ins, the refresh tokens that keep them alive, and codes that prove an e-mail address. Secrets are stored as SHA-256. */
export class CreateSessions1760000001200 implements MigrationInterface {
  name = 'CreateSessions1760000001200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE INDEX session_by_user ON session (user_id);
      CREATE TABLE refresh_token (
        hash bytea PRIMARY KEY CHECK (length(hash) = 32),
        session_id uuid NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX refresh_token_by_session ON refresh_token (session_id);
      CREATE TABLE email_code (
        user_id uuid PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
        hash bytea NOT NULL CHECK (length(hash) = 32),
        tries smallint NOT NULL DEFAULT 0,
        expires_at timestamptz NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
