import pg from 'pg';
import { startTestDatabase } from './test-database.js';

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

describe('startTestDatabase', () => {
  it('gives an empty UTF-8 database on PostgreSQL 17', async () => {
    const database = await startTestDatabase();
    const rows = await ask<{ version: string; encoding: string }>(database.url, "SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding");
    const tables = await ask(database.url, "SELECT FROM pg_tables WHERE schemaname = 'public'");
    await database.close();
    expect(rows[0]?.version).toMatch(/^17\./);
    expect(rows[0]?.encoding).toBe('UTF8');
    expect(tables).toEqual([]);
  });

  it('gives every caller a database of its own', async () => {
    const [first, second] = await Promise.all([startTestDatabase(), startTestDatabase()]);
    await ask(first.url, 'CREATE TABLE mine (id int)');
    await expect(ask(second.url, 'SELECT * FROM mine')).rejects.toThrow('does not exist');
    await Promise.all([first.close(), second.close()]);
  });

  it('gives a role without rights beyond its database', async () => {
    const database = await startTestDatabase();
    await expect(ask(database.url, 'CREATE DATABASE another')).rejects.toThrow('permission denied');
    await database.close();
  });

  it('drops the database even while it is in use', async () => {
    const database = await startTestDatabase();
    const open = new pg.Client({ connectionString: database.url });
    open.on('error', () => undefined);
    await open.connect();
    await database.close();
    await expect(ask(database.url, 'SELECT 1')).rejects.toThrow();
  });

  it('puts all databases on one server', async () => {
    const [first, second] = await Promise.all([startTestDatabase(), startTestDatabase()]);
    const started = 'SELECT pg_postmaster_start_time()::text AS at';
    await expect(ask(first.url, started)).resolves.toEqual(await ask(second.url, started));
    await Promise.all([first.close(), second.close()]);
  });
});
