import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Owners who are erased: whatever was on its way then, no key is made for them any more. The lock puts both in an order. */
export class CreateErasedOwner1795824500000 implements MigrationInterface {
  name = 'CreateErasedOwner1795824500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE erased_owner (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())');
    await runner.query('CREATE INDEX data_key_owner ON data_key (owner_id) WHERE wrapped IS NOT NULL');
    await runner.query(`
      CREATE FUNCTION refuse_erased_owner() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.owner_id, 0));
        IF EXISTS (SELECT FROM erased_owner WHERE id = NEW.owner_id) THEN
          RAISE EXCEPTION 'the owner of this key is erased' USING ERRCODE = 'KV002';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query('CREATE TRIGGER data_key_erased_owner BEFORE INSERT ON data_key FOR EACH ROW EXECUTE FUNCTION refuse_erased_owner()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER data_key_erased_owner ON data_key');
    await runner.query('DROP FUNCTION refuse_erased_owner');
    await runner.query('DROP INDEX data_key_owner');
    await runner.query('DROP TABLE erased_owner');
  }
}
