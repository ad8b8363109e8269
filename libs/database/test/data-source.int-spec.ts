import { DataSource, EntitySchema } from 'typeorm';
import { createDataSource, StaticCredentials, withTransaction } from '../src/index.js';
import { eventually } from './eventually.js';
import { asAdmin, makeFolder, newDatabase, newServer, removeFolder } from './throw-away-server.js';

interface Note {
  id: number;
  createdBy: string;
}
const Note = new EntitySchema<Note>({ name: 'Note', columns: { id: { type: 'int', primary: true }, createdBy: { type: 'text' } } });

describe('createDataSource', () => {
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

  async function connect(settings: Partial<Parameters<typeof createDataSource>[0]> = {}): Promise<DataSource> {
    const source = createDataSource({ url: settings.url ?? (await newDatabase(server)), ...settings });
    open.push(await source.initialize());
    return source;
  }

  it('maps properties to snake_case columns', async () => {
    const source = await connect({ entities: [Note] });
    await source.query('CREATE TABLE note (id int PRIMARY KEY, created_by text NOT NULL)');
    await source.getRepository(Note).save({ id: 1, createdBy: 'Ada' });
    await expect(source.query('SELECT created_by FROM note')).resolves.toEqual([{ created_by: 'Ada' }]);
  });

  it('asks the credential source for the login', async () => {
    const url = await newDatabase(server);
    const credentials = new StaticCredentials(url);
    const source = await connect({ url: url.replace('role%20secret', 'stale'), credentials });
    await expect(source.query('SELECT current_user AS user')).resolves.toEqual([{ user: credentials.login().user }]);
  });

  it('has no other login to try when the one of the URL is refused', async () => {
    const url = await newDatabase(server);
    await expect(connect({ url: url.replace('role%20secret', 'wrong') })).rejects.toMatchObject({ code: '28P01' });
  });

  it('names itself to the server and bounds its statements', async () => {
    const source = await connect({ applicationName: 'gateway', statementTimeoutMs: 50 });
    await expect(source.query('SHOW application_name')).resolves.toEqual([{ application_name: 'gateway' }]);
    await expect(source.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  });

  it('reports a server that is away as DATABASE_UNAVAILABLE', async () => {
    const source = createDataSource({ url: 'postgres://a:b@localhost/c?host=/nowhere' });
    await expect(source.initialize()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('reports a connection that breaks in a statement, and works again afterwards', async () => {
    const source = await connect();
    const [{ pid }] = await source.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
    const broken = source.query('SELECT pg_sleep(10)');
    const checked = expect(broken).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await asAdmin(server, async (admin) => {
      await admin.query('SELECT pg_terminate_backend($1)', [pid]);
    });
    await checked;
    await expect(source.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  it('tells about an idle connection that breaks', async () => {
    const onPoolError = jest.fn();
    const source = await connect({ onPoolError });
    const [{ pid }] = await source.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
    await asAdmin(server, async (admin) => {
      await admin.query('SELECT pg_terminate_backend($1)', [pid]);
    });
    await eventually(() => onPoolError.mock.calls.length > 0);
    expect(onPoolError.mock.calls).toEqual([[expect.objectContaining({ code: '57P01' })]]);
    await expect(source.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });
});

describe('withTransaction', () => {
  const folder = makeFolder();
  const server = newServer(folder);
  let url: string;
  let source: DataSource;

  beforeAll(async () => {
    await server.start();
    url = await newDatabase(server);
    source = await createDataSource({ url }).initialize();
  });
  beforeEach(async () => {
    await source.query('DROP TABLE IF EXISTS counter; CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL); INSERT INTO counter VALUES (1, 0), (2, 0)');
  });
  afterAll(async () => {
    await source.destroy();
    await server.stop();
    removeFolder(folder);
  });

  const value = async (id: number): Promise<number | undefined> => (await source.query<{ value: number }[]>('SELECT value FROM counter WHERE id = $1', [id]))[0]?.value;

  it('commits what the work did and gives its result', async () => {
    const result = await withTransaction(source, async (manager) => {
      await manager.query('UPDATE counter SET value = 7 WHERE id = 1');
      return 'done';
    });
    expect(result).toBe('done');
    await expect(value(1)).resolves.toBe(7);
  });

  it.each([['read committed', {}], ['serializable', { isolation: 'SERIALIZABLE' as const }]])('runs at %s whatever the default of the database is', async (level, settings) => {
    await asAdmin(server, (admin) => admin.query(`ALTER DATABASE "${source.options.database as string}" SET default_transaction_isolation = 'repeatable read'`));
    const own = await createDataSource({ url }).initialize();
    await expect(withTransaction(own, (manager) => manager.query('SHOW transaction_isolation'), settings)).resolves.toEqual([{ transaction_isolation: level }]);
    await own.destroy();
  });

  it('rolls back and passes the error on when the work fails', async () => {
    const work = withTransaction(source, async (manager) => {
      await manager.query('UPDATE counter SET value = 7 WHERE id = 1');
      throw new RangeError('no');
    });
    await expect(work).rejects.toThrow(RangeError);
    await expect(value(1)).resolves.toBe(0);
  });

  it.each(['a statement', 'its end'])('reports a connection that breaks before %s', async (next) => {
    const broken = withTransaction(source, async (manager) => {
      await manager.query('UPDATE counter SET value = 9 WHERE id = 1');
      const [{ pid }] = await manager.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
      await asAdmin(server, (admin) => admin.query('SELECT pg_terminate_backend($1)', [pid]));
      await eventually(() => manager.queryRunner!.isReleased);
      if (next === 'a statement') await manager.query('SELECT 1');
    });
    await expect(broken).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryAfter: 2 });
    await expect(value(1)).resolves.toBe(0);
  });

  it('runs the work again after a serialization failure', async () => {
    const add = (): Promise<void> =>
      withTransaction(
        source,
        async (manager) => {
          const rows = await manager.query<{ value: number }[]>('SELECT value FROM counter WHERE id = 1');
          await manager.query('UPDATE counter SET value = $1 WHERE id = 1', [(rows[0]?.value ?? 0) + 1]);
        },
        { isolation: 'SERIALIZABLE', attempts: 20 },
      );
    await Promise.all([add(), add(), add(), add()]);
    await expect(value(1)).resolves.toBe(4);
  });

  it('runs the work again after a deadlock', async () => {
    const touch = (first: number, second: number): Promise<void> =>
      withTransaction(source, async (manager) => {
        await manager.query('UPDATE counter SET value = value + 1 WHERE id = $1', [first]);
        await manager.query('SELECT pg_sleep(0.1)');
        await manager.query('UPDATE counter SET value = value + 1 WHERE id = $1', [second]);
      });
    await Promise.all([touch(1, 2), touch(2, 1)]);
    await expect(value(1)).resolves.toBe(2);
    await expect(value(2)).resolves.toBe(2);
  });

  it('gives up after the last attempt', async () => {
    const work = jest.fn(() => Promise.reject(Object.assign(new Error('conflict'), { code: '40001' })));
    await expect(withTransaction(source, work, { attempts: 3 })).rejects.toThrow('conflict');
    expect(work).toHaveBeenCalledTimes(3);
  });
});
