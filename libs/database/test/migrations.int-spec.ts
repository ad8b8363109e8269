import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { createDataSource, MigrationsNewerError, runMigrations } from '../src/index.js';
import { makeFolder, newDatabase, newServer, removeFolder } from './throw-away-server.js';

type MigrationClass = new () => MigrationInterface;

function migration(name: string, sql: string): MigrationClass {
  return class implements MigrationInterface {
    name = name;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }
    async down(): Promise<void> {}
  };
}

const CreateNotes = migration('CreateNotes1760000000000', 'CREATE TABLE note (id int)');
const AddTitle = migration('AddTitle1760000001000', 'ALTER TABLE note ADD title text');

describe('runMigrations', () => {
  const folder = makeFolder();
  const server = newServer(folder);
  const open: DataSource[] = [];

  beforeAll(() => server.start());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((source) => source.destroy()));
  });
  afterAll(async () => {
    await server.stop();
    removeFolder(folder);
  });

  async function connect(url: string, migrations: MigrationClass[], statementTimeoutMs?: number): Promise<DataSource> {
    const source = await createDataSource({ url, migrations, statementTimeoutMs }).initialize();
    open.push(source);
    return source;
  }

  it('runs pending migrations oldest first, and each one once', async () => {
    const url = await newDatabase(server);
    const source = await connect(url, [AddTitle, CreateNotes]);
    await expect(runMigrations(source)).resolves.toEqual(['CreateNotes1760000000000', 'AddTitle1760000001000']);
    await expect(runMigrations(source)).resolves.toEqual([]);
    await expect(source.query('SELECT id, title FROM note')).resolves.toEqual([]);
  });

  it('runs each migration once when several replicas start together', async () => {
    const url = await newDatabase(server);
    const slow = migration('Slow1760000000000', 'CREATE TABLE slow (id int); SELECT pg_sleep(0.2)');
    const replicas = await Promise.all([1, 2, 3].map(() => connect(url, [slow])));
    const ran = await Promise.all(replicas.map(runMigrations));
    expect(ran.flat()).toEqual(['Slow1760000000000']);
  });

  it('keeps the migrations before a failing one and nothing of the failing one', async () => {
    const url = await newDatabase(server);
    const broken = migration('Broken1760000002000', 'CREATE TABLE half (id int); SELECT 1/0');
    const source = await connect(url, [CreateNotes, broken]);
    await expect(runMigrations(source)).rejects.toThrow('division by zero');
    await expect(source.query("SELECT tablename FROM pg_tables WHERE tablename IN ('note', 'half')")).resolves.toEqual([{ tablename: 'note' }]);
  });

  it('releases the lock after a failure', async () => {
    const url = await newDatabase(server);
    const broken = migration('Broken1760000000000', 'SELECT 1/0');
    await expect(runMigrations(await connect(url, [broken]))).rejects.toThrow();
    await expect(runMigrations(await connect(url, [CreateNotes]))).resolves.toHaveLength(1);
  });

  it('refuses a database that a newer version migrated', async () => {
    const url = await newDatabase(server);
    await runMigrations(await connect(url, [CreateNotes, AddTitle]));
    const older = await connect(url, [CreateNotes]);
    await expect(runMigrations(older)).rejects.toThrow(MigrationsNewerError);
    await expect(runMigrations(older)).rejects.toThrow(/newer version of this software \(AddTitle1760000001000\)/);
  });

  it('accepts an old migration that the code no longer has', async () => {
    const url = await newDatabase(server);
    await runMigrations(await connect(url, [CreateNotes]));
    const squashed = migration('Squashed1760000003000', 'SELECT 1');
    await expect(runMigrations(await connect(url, [squashed]))).resolves.toEqual(['Squashed1760000003000']);
  });

  it('lets a migration take longer than a statement may', async () => {
    const url = await newDatabase(server);
    const slow = migration('Slow1760000000000', 'SELECT pg_sleep(0.3)');
    const source = await connect(url, [slow], 100);
    await expect(runMigrations(source)).resolves.toHaveLength(1);
    await expect(source.query('SELECT pg_sleep(0.3)')).rejects.toThrow('statement timeout');
  });
});
