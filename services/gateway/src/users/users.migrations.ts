import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People. User name and e-mail address are stored in lower case, which the checks hold. */
export class CreateUsers1760000001000 implements MigrationInterface {
  name = 'CreateUsers1760000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_account (
        id uuid PRIMARY KEY,
        username text NOT NULL UNIQUE CHECK (username = lower(username)),
        email text NOT NULL UNIQUE CHECK (email = lower(email)),
        password_hash text NOT NULL,
        role text NOT NULL CHECK (role IN ('user', 'admin')),
        email_verified_at timestamptz,
        suspended_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** An account with `erasing_at` is nobody's any more; what belonged to it is erased, then its row. */
export class AddAccountErasure1795824400000 implements MigrationInterface {
  name = 'AddAccountErasure1795824400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE user_account ADD COLUMN erasing_at timestamptz');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
