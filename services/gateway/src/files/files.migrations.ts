import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploaded and produced files. Name and type are sealed in `meta`; the content is a sealed blob of the same id. */
export class CreateFiles1760000003000 implements MigrationInterface {
  name = 'CreateFiles1760000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE file (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        key_id uuid NOT NULL,
        key_epoch integer NOT NULL,
        meta bytea NOT NULL,
        size bigint NOT NULL CHECK (size >= 0),
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX file_owner ON file (owner_id, created_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
