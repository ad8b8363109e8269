import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What rotating and retiring key-encryption keys needs. `key_floor` is the promise that no row is under an older version:
 * retiring raises it, and the trigger holds every writer to it.
 */
export class CreateKeyVersions1795219200000 implements MigrationInterface {
  name = 'CreateKeyVersions1795219200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE key_floor (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), least integer NOT NULL DEFAULT 1 CHECK (least >= 1))');
    await runner.query('INSERT INTO key_floor DEFAULT VALUES');
    await runner.query(`
      CREATE TABLE key_version_hold (
        backup_id text PRIMARY KEY,
        least_version integer NOT NULL CHECK (least_version >= 1),
        until timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE key_version_audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor text NOT NULL,
        action text NOT NULL CHECK (action IN ('rotate', 'retire', 'hold')),
        version integer NOT NULL
      )`);
    await runner.query(`
      CREATE FUNCTION refuse_retired_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM 1 FROM key_floor WHERE least <= NEW.kek_version FOR SHARE;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'version % of the key-encryption keys is retired', NEW.kek_version USING ERRCODE = 'KV001';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER data_key_version BEFORE INSERT OR UPDATE OF kek_version ON data_key
      FOR EACH ROW EXECUTE FUNCTION refuse_retired_version()`);
    await runner.query('DROP INDEX data_key_kek_version');
    await runner.query('CREATE INDEX data_key_kek_version ON data_key (kek_version, id) WHERE wrapped IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX data_key_kek_version');
    await runner.query('CREATE INDEX data_key_kek_version ON data_key (kek_version)');
    await runner.query('DROP TRIGGER data_key_version ON data_key');
    await runner.query('DROP FUNCTION refuse_retired_version');
    await runner.query('DROP TABLE key_version_audit');
    await runner.query('DROP TABLE key_version_hold');
    await runner.query('DROP TABLE key_floor');
  }
}
