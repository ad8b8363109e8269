import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Platform } from './platform.js';

/** Runs work on a database of a running platform, as the superuser or as the service that owns it. */
export async function withDatabase<T>(platform: Platform, login: 'postgres' | 'gateway' | 'vault', work: (client: pg.Client) => Promise<T>): Promise<T> {
  const service = login === 'postgres' ? 'gateway' : login;
  const url = new URL(await readFile(path.join(platform.dataDir, 'run', 'secrets', `${service}-database`), 'utf8'));
  if (login === 'postgres') {
    url.username = login;
    url.password = (await readFile(path.join(platform.dataDir, 'keys', 'database-postgres'), 'utf8')).trim();
    url.pathname = '/postgres';
  }
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
