import { randomUUID } from 'node:crypto';
import { createDataSource, runMigrations } from '@mateship/database';
import { startTestDatabase, type TestDatabase } from '@mateship/dev-env';
import type { DataSource } from 'typeorm';
import { GeneraliseUnstoredKeys1795824700000 } from '../src/keys/unstored-keys/unstored-keys.migrations.js';
import { UnstoredKeysRepository } from '../src/keys/unstored-keys/unstored-keys.repository.js';
import { MIGRATIONS } from '../src/migrations.js';

/** What a gateway of the release before says to the database. */
const BEFORE = {
  note: 'INSERT INTO unstored_chat_key (key_id, owner_id, chat_id) VALUES ($1, $2, $3)',
  claim: 'DELETE FROM unstored_chat_key WHERE key_id = $1 AND NOT given_up RETURNING key_id',
  begin: `WITH claimed AS (DELETE FROM unstored_chat_key WHERE key_id = $1 AND NOT given_up RETURNING key_id)
          INSERT INTO chat (id, owner_id, mate_id, key_id, key_epoch, title) SELECT $3, $2, 'mateship', key_id, 1, 'sealed' FROM claimed RETURNING id`,
  giveUp: `UPDATE unstored_chat_key SET given_up = true
           WHERE key_id IN (SELECT key_id FROM unstored_chat_key AS late WHERE noted_at < now() - $1::interval
                              AND NOT EXISTS (SELECT FROM chat WHERE chat.id = late.chat_id AND late.key_id IN (chat.key_id, chat.old_key_id)) FOR UPDATE SKIP LOCKED)
           RETURNING key_id AS "keyId", owner_id AS "ownerId", chat_id AS "chatId"`,
  forget: 'DELETE FROM unstored_chat_key WHERE key_id = $1',
};

async function migrated({ url }: TestDatabase, migrations: typeof MIGRATIONS): Promise<DataSource> {
  const dataSource = createDataSource({ url, migrations });
  await dataSource.initialize();
  await runMigrations(dataSource);
  return dataSource;
}

describe('while a gateway of the release before runs on the database of this one', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unstored: UnstoredKeysRepository;
  beforeAll(async () => {
    database = await startTestDatabase();
    dataSource = await migrated(database, MIGRATIONS);
    unstored = new UnstoredKeysRepository(dataSource);
  });
  afterEach(() => dataSource.query('DELETE FROM unstored_key'));
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const age = () => dataSource.query(`UPDATE unstored_key SET noted_at = now() - interval '301 seconds'`);
  const noted = async () => (await dataSource.query<{ key_id: string }[]>('SELECT key_id FROM unstored_key')).map(({ key_id: keyId }) => keyId);
  const aNote = async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    await dataSource.query(BEFORE.note, ids);
    return ids;
  };

  it('what one of them has noted of a chat is swept by the other', async () => {
    const [keyId, ownerId, objectId] = await aNote();
    await age();
    expect(await unstored.giveUp()).toEqual([{ keyId, purpose: 'chat', ownerId, objectId }]);
    await unstored.forget(keyId!);
    const note = { keyId: randomUUID(), purpose: 'chat' as const, ownerId: randomUUID(), objectId: randomUUID() };
    await unstored.note(note);
    await age();
    expect((await dataSource.query<[unknown[], number]>(BEFORE.giveUp, ['60 seconds']))[0]).toEqual([{ keyId: note.keyId, ownerId: note.ownerId, chatId: note.objectId }]);
    await dataSource.query(BEFORE.forget, [note.keyId]);
    expect(await noted()).toEqual([]);
  });

  it('chats are stored under what it has noted, unless the key was given up here', async () => {
    const [stored, late] = [await aNote(), await aNote()];
    expect(await dataSource.query(BEFORE.begin, stored)).toEqual([{ id: stored[2] }]);
    await age();
    await unstored.giveUp();
    expect(await dataSource.query(BEFORE.begin, late)).toEqual([]);
    expect((await dataSource.query<[unknown[], number]>(BEFORE.claim, [late[0]]))[0]).toEqual([]);
    expect(await noted()).toEqual([late[0]]);
  });

  it.each(['file', 'mate', 'share'] as const)('it takes no notice of the key of a %s', async (purpose) => {
    const note = { keyId: randomUUID(), purpose, ownerId: randomUUID(), objectId: randomUUID() };
    await unstored.note(note);
    await age();
    expect((await dataSource.query<[unknown[], number]>(BEFORE.giveUp, ['60 seconds']))[0]).toEqual([]);
    await dataSource.query(BEFORE.forget, [note.keyId]);
    expect(await unstored.giveUp()).toEqual([note]);
  });
});

describe('a note of the release before', () => {
  it('is there after the update', async () => {
    const database = await startTestDatabase();
    const [keyId, ownerId, objectId] = [randomUUID(), randomUUID(), randomUUID()];
    const before = await migrated(database, MIGRATIONS.slice(0, MIGRATIONS.indexOf(GeneraliseUnstoredKeys1795824700000)));
    await before.query(BEFORE.note, [keyId, ownerId, objectId]);
    await before.destroy();
    const dataSource = await migrated(database, MIGRATIONS);
    await dataSource.query(`UPDATE unstored_key SET noted_at = now() - interval '61 seconds'`);
    expect(await new UnstoredKeysRepository(dataSource).giveUp()).toEqual([{ keyId, purpose: 'chat', ownerId, objectId }]);
    await dataSource.destroy();
    await database.close();
  });
});
