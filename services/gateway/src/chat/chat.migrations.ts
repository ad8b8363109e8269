import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Chats and their message trees. Titles and message bodies are sealed under the chat's own key. */
export class CreateChats1760000004000 implements MigrationInterface {
  name = 'CreateChats1760000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE chat (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        mate_id text NOT NULL,
        key_id uuid NOT NULL,
        key_epoch integer NOT NULL,
        title bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now())
      );
      CREATE INDEX chat_owner ON chat (owner_id, updated_at DESC, id DESC);
      CREATE TABLE message (
        id uuid PRIMARY KEY,
        chat_id uuid NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
        parent_id uuid REFERENCES message (id) ON DELETE CASCADE,
        role text NOT NULL CHECK (role IN ('user', 'assistant')),
        state text NOT NULL CHECK (state IN ('streaming', 'complete', 'cancelled', 'failed', 'interrupted')),
        revision integer NOT NULL DEFAULT 0,
        body bytea NOT NULL,
        hold_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        seq bigint GENERATED ALWAYS AS IDENTITY
      );
      CREATE INDEX message_chat ON message (chat_id, seq);
      CREATE INDEX message_parent ON message (parent_id);
      CREATE INDEX message_streaming ON message (created_at) WHERE state = 'streaming';
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        payload jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** What binds the messages of a chat together. Chats without a head get one with their next message. */
export class AddChatChain1795824100000 implements MigrationInterface {
  name = 'AddChatChain1795824100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE chat ADD COLUMN head bytea, ADD COLUMN head_version integer NOT NULL DEFAULT 0');
    await runner.query('ALTER TABLE message ADD COLUMN place integer, ADD COLUMN previous bytea, ADD CHECK ((place IS NULL) = (previous IS NULL))');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** A chat with `erasing_at` is there for nobody any more; its key is destroyed, then its rows are deleted. */
export class AddChatErasure1795824200000 implements MigrationInterface {
  name = 'AddChatErasure1795824200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE chat ADD COLUMN erasing_at timestamptz');
    await runner.query('CREATE INDEX chat_erasing ON chat (erasing_at) WHERE erasing_at IS NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** The key that a chat had before, until nothing is left under it. */
export class AddChatOldKey1795824300000 implements MigrationInterface {
  name = 'AddChatOldKey1795824300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE chat ADD COLUMN old_key_id uuid, ADD COLUMN old_key_epoch integer, ADD CHECK ((old_key_id IS NULL) = (old_key_epoch IS NULL))');
    await runner.query('CREATE INDEX chat_rekeying ON chat (id) WHERE old_key_id IS NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** Keys that the vault was asked for, until a chat has stored them. */
export class CreateUnstoredChatKeys1795824600000 implements MigrationInterface {
  name = 'CreateUnstoredChatKeys1795824600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unstored_chat_key (
        key_id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        chat_id uuid NOT NULL,
        noted_at timestamptz NOT NULL DEFAULT now(),
        given_up boolean NOT NULL DEFAULT false
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
