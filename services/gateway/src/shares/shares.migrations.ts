import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Links to snapshots of chats. `content` and `wrapped_key` open only with the link, `link` only for the owner. A link that
 * is over loses all three and its key, and stays as a row for a while, so that its holders learn that it is over.
 */
export class CreateShares1795150000000 implements MigrationInterface {
  name = 'CreateShares1795150000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE share (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
        chat_id uuid NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
        from_message_id uuid NOT NULL,
        to_message_id uuid NOT NULL,
        auth_hash bytea NOT NULL CHECK (length(auth_hash) = 32),
        has_password boolean NOT NULL,
        wrapped_key bytea,
        content bytea,
        link bytea,
        key_id uuid,
        key_epoch integer,
        views integer NOT NULL DEFAULT 0,
        max_views integer CHECK (max_views > 0),
        expires_at timestamptz,
        revoked_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now())
      );
      CREATE INDEX share_owner ON share (owner_id, created_at DESC, id DESC);
      CREATE INDEX share_chat ON share (chat_id);
      CREATE INDEX share_end ON share (expires_at) WHERE key_id IS NOT NULL;
      ALTER TABLE api_key DROP CONSTRAINT api_key_scopes_check;
      ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check CHECK (scopes <@ ARRAY['chat', 'skills', 'models', 'vault', 'share'] AND cardinality(scopes) > 0);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
