import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { databaseUrl, EmbeddedPostgres, type EmbeddedPostgresSettings, provisionDatabase } from '../src/embedded/index.js';

/** A folder that every user may enter, so that root's tests run PostgreSQL as another user. */
export function makeFolder(mode = 0o755): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-database-'));
  fs.chmodSync(folder, mode);
  return folder;
}

export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export function newServer(folder: string, settings: Partial<EmbeddedPostgresSettings> = {}): EmbeddedPostgres {
  return new EmbeddedPostgres({ home: path.join(folder, 'pg'), password: 'superuser secret', durable: false, ...settings });
}

export async function asAdmin<T>(server: EmbeddedPostgres, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const { socketFolder, port, password } = server.address;
  const admin = new pg.Client({ host: socketFolder, port, user: 'postgres', password, database: 'postgres' });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

let count = 0;

/** Makes a database of its own for one test and gives its URL. */
export async function newDatabase(server: EmbeddedPostgres): Promise<string> {
  count += 1;
  const name = `test_${count}`;
  await asAdmin(server, (admin) => provisionDatabase(admin, { name, password: 'role secret' }));
  return databaseUrl(server.address, { user: name, password: 'role secret', database: name });
}
