import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mates that admins made. Name, description and prompt are sealed together. */
export class CreateMates1760000005000 implements MigrationInterface {
  name = 'CreateMates1760000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mate (
        id uuid PRIMARY KEY,
        created_by uuid NOT NULL,
        key_id uuid NOT NULL,
        key_epoch integer NOT NULL,
        body bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
