import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far what is sealed under a key has come, so that its owner notices when it was set back. */
export class CreateKeyAnchor1795824000000 implements MigrationInterface {
  name = 'CreateKeyAnchor1795824000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_key ADD COLUMN anchor bigint NOT NULL DEFAULT 0 CHECK (anchor >= 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_key DROP COLUMN anchor');
  }
}
