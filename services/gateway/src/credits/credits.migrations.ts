import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Double-entry ledger in micro-credits. Transfers and entries are append-only (a trigger refuses anything else),
 * the entries of a transfer sum to zero, and a wallet can never fall below what is reserved on it.
 */
export class CreateCredits1760000002000 implements MigrationInterface {
  name = 'CreateCredits1760000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE credit_account (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('wallet', 'issuance', 'revenue')),
        owner_id uuid UNIQUE,
        posted bigint NOT NULL DEFAULT 0,
        pending bigint NOT NULL DEFAULT 0 CHECK (pending >= 0),
        CHECK (kind <> 'wallet' OR posted - pending >= 0),
        CHECK ((kind = 'wallet') = (owner_id IS NOT NULL))
      );
      CREATE TABLE credit_transfer (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('grant', 'reserve', 'post', 'void')),
        account_id uuid NOT NULL REFERENCES credit_account (id),
        pending_id uuid REFERENCES credit_transfer (id),
        amount bigint NOT NULL CHECK (amount >= 0),
        reason text NOT NULL,
        expires_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((kind IN ('post', 'void')) = (pending_id IS NOT NULL)),
        CHECK ((kind = 'reserve') = (expires_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX credit_transfer_resolved_once ON credit_transfer (pending_id) WHERE pending_id IS NOT NULL;
      CREATE INDEX credit_transfer_holds ON credit_transfer (expires_at) WHERE kind = 'reserve';
      CREATE INDEX credit_transfer_account ON credit_transfer (account_id, created_at);
      CREATE TABLE credit_entry (
        transfer_id uuid NOT NULL REFERENCES credit_transfer (id),
        account_id uuid NOT NULL REFERENCES credit_account (id),
        amount bigint NOT NULL CHECK (amount <> 0),
        PRIMARY KEY (transfer_id, account_id)
      );
      CREATE TABLE usage (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL,
        transfer_id uuid REFERENCES credit_transfer (id),
        app text NOT NULL,
        skill text NOT NULL,
        model text,
        input_tokens integer NOT NULL DEFAULT 0,
        output_tokens integer NOT NULL DEFAULT 0,
        amount bigint NOT NULL CHECK (amount >= 0),
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX usage_user ON usage (user_id, created_at);
      INSERT INTO credit_account (id, kind) VALUES
        ('00000000-0000-4000-8000-000000000001', 'issuance'),
        ('00000000-0000-4000-8000-000000000002', 'revenue');
    `);
    await runner.query(`
      CREATE FUNCTION credit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the ledger is append-only';
      END $$;
      CREATE TRIGGER credit_transfer_append_only BEFORE UPDATE OR DELETE ON credit_transfer
        FOR EACH ROW EXECUTE FUNCTION credit_refuse_change();
      CREATE TRIGGER credit_entry_append_only BEFORE UPDATE OR DELETE ON credit_entry
        FOR EACH ROW EXECUTE FUNCTION credit_refuse_change();
      CREATE FUNCTION credit_check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT sum(amount) FROM credit_entry WHERE transfer_id = NEW.transfer_id) <> 0 THEN
          RAISE EXCEPTION 'the entries of transfer % do not sum to zero', NEW.transfer_id;
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER credit_entry_balanced AFTER INSERT ON credit_entry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION credit_check_balanced();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
