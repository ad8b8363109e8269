import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What admins set of installed apps; an app without a row has the defaults. */
export class CreateAppSettings1760000006000 implements MigrationInterface {
  name = 'CreateAppSettings1760000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE app_settings (
        app_id text PRIMARY KEY,
        pinned boolean NOT NULL DEFAULT false,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
