import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CommandError } from '../command.errors.js';
import { provisionRoles } from './database-roles.js';

/** Where PostgreSQL is and where the passwords lie. */
export interface DatabaseSettings {
  host: string;
  port: number;
  /** Holds `superuser` and a file for each service. */
  secrets: string;
  /** How long PostgreSQL may take to answer. */
  patienceMs?: number;
}

const PATIENCE_MS = 60_000;
const POLL_MS = 500;
const WRONG_PASSWORD = '28P01';
/** What PostgreSQL answers while it starts or ends; everything that is no answer of PostgreSQL is worth another try too. */
const NOT_NOW = /^(57P0[123]|53300)$/;
const ANSWER = /^[0-9A-Z]{5}$/;

/** `mateship setup database`: makes the roles and databases of the services, and keeps their passwords in step. */
export async function databaseCommand(settings: DatabaseSettings): Promise<void> {
  await asSuperuser(settings, (admin) => provisionRoles(admin, (service) => readSecret(path.join(settings.secrets, service))));
  process.stdout.write('The databases of this installation are in place.\n');
}

/** Waits for PostgreSQL, and runs work as its superuser. @throws CommandError when it does not come or does not let us in */
export async function asSuperuser(settings: DatabaseSettings, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = await connect(settings, readSecret(path.join(settings.secrets, 'superuser')));
  try {
    await work(admin);
  } finally {
    await admin.end().catch(() => undefined);
  }
}

async function connect({ host, port, patienceMs = PATIENCE_MS }: DatabaseSettings, password: string): Promise<pg.Client> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(POLL_MS)) {
    const client = new pg.Client({ host, port, user: 'postgres', password, database: 'postgres', connectionTimeoutMillis: 5_000, query_timeout: 60_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const code = (error as { code?: string }).code ?? '';
      if (code === WRONG_PASSWORD) throw new CommandError('PostgreSQL does not accept the password of this installation: its volume was made by another one. Restore the volumes "postgres-data" and "installation" from the same backup.');
      if ((ANSWER.test(code) && !NOT_NOW.test(code) && !code.startsWith('E')) || Date.now() > deadline) throw new CommandError(`PostgreSQL at ${host}:${port} cannot be used: ${(error as Error).message}.`);
    }
  }
}

function readSecret(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CommandError(`The secret ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Run "docker compose up -d", which runs setup first.`);
  }
}
