import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys of everything that the vault was asked for, until they are stored: what was there for chats alone. A gateway of the
 * release before this one sees its table in the view. The view and the default of `purpose` go with a later release.
 */
export class GeneraliseUnstoredKeys1795824700000 implements MigrationInterface {
  name = 'GeneraliseUnstoredKeys1795824700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE unstored_chat_key RENAME TO unstored_key');
    await runner.query('ALTER TABLE unstored_key RENAME COLUMN chat_id TO object_id');
    await runner.query(`ALTER TABLE unstored_key ADD COLUMN purpose text NOT NULL DEFAULT 'chat' CHECK (purpose IN ('chat', 'file', 'mate', 'share'))`);
    await runner.query(`CREATE VIEW unstored_chat_key AS SELECT key_id, owner_id, object_id AS chat_id, noted_at, given_up FROM unstored_key WHERE purpose = 'chat'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
