import type { DataSource } from 'typeorm';
import { createDataSource } from '../src/index.js';
import { makeFolder, newDatabase, newServer, removeFolder } from './throw-away-server.js';

describe('statements that repeat', () => {
  const folder = makeFolder();
  const server = newServer(folder);
  let source: DataSource;

  beforeAll(() => server.start());
  beforeEach(async () => {
    source = await createDataSource({ url: await newDatabase(server), poolSize: 1 }).initialize();
    await source.query(`CREATE TABLE note AS SELECT n AS id, 'text ' || n AS text FROM generate_series(1, 100) AS n`);
  });
  afterEach(() => source.destroy());
  afterAll(async () => {
    await server.stop();
    removeFolder(folder);
  });

  const prepared = async () => (await source.query<{ statement: string }[]>('SELECT statement FROM pg_prepared_statements')).map(({ statement }) => statement);
  const repeat = async (text: string) => {
    for (let id = 1; id <= 10; id += 1) expect(await source.query(text, [id])).toMatchObject([{ id, text: `text ${id}` }]);
  };

  it('are prepared once, and answer with the parameters of each use', async () => {
    const text = 'SELECT id, text FROM note WHERE id = $1';
    await repeat(text);
    expect(await prepared()).toEqual([text]);
  });

  it('fail and go on as they would unprepared', async () => {
    const text = 'SELECT 10 / $1::int AS tenth';
    for (const divisor of [1, 2, 5]) await source.query(text, [divisor]);
    await expect(source.query(text, [0])).rejects.toMatchObject({ code: '22012' });
    await expect(source.query(text, [10])).resolves.toEqual([{ tenth: 1 }]);
  });

  it('work within transactions, also after one was rolled back', async () => {
    const change = (id: number) => source.transaction((manager) => manager.query('UPDATE note SET text = upper(text) WHERE id = $1 RETURNING id', [id]));
    for (const id of [1, 2, 3]) await change(id);
    await expect(source.transaction((manager) => manager.query('UPDATE note SET text = (1 / ($1 - 4))::text WHERE id = $1', [4]))).rejects.toMatchObject({ code: '22012' });
    await change(4);
    expect(await source.query('SELECT count(*)::int AS changed FROM note WHERE text ~ $1', ['^TEXT'])).toEqual([{ changed: 4 }]);
  });

  it('outlive a migration that adds a column', async () => {
    const statements = ['SELECT id, text FROM note WHERE id = $1', 'SELECT * FROM note WHERE id = $1', 'UPDATE note SET id = id WHERE id = $1 RETURNING id, text'];
    const expectRows = async (id: number) => {
      for (const text of statements) expect([await source.query(text, [id])].flat(2)).toContainEqual(expect.objectContaining({ id, text: `text ${id}` }));
    };
    for (let id = 1; id <= 5; id += 1) await expectRows(id);
    await source.query('ALTER TABLE note ADD COLUMN colour text');
    await expectRows(6);
    expect(await prepared()).toHaveLength(2);
  });
});
