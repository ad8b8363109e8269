import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Invites by the SHA-256 of their token. One without a creator is the first start's. `used_by` is checked at commit,
 * because an invite is claimed before the account that uses it is written.
 */
export class CreateInvites1760000001100 implements MigrationInterface {
  name = 'CreateInvites1760000001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invite (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        role text NOT NULL CHECK (role IN ('user', 'admin')),
        created_by uuid REFERENCES user_account (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        used_at timestamptz,
        used_by uuid REFERENCES user_account (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CHECK (used_by IS NULL OR used_at IS NOT NULL)
      );
      CREATE INDEX invite_created ON invite (created_at DESC);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
