import pg from 'pg';
import { randomText } from '../tokens/token-store.js';
import type { DatabaseRole } from './database-role.js';
import { connected, runStatements, type Connection } from './connection.js';

/** The database lets a login live a little longer than its lease. */
const GRACE_MS = 5_000;
const LONGEST_NAME = 63;
const RENEW = `ALTER ROLE "{{name}}" VALID UNTIL '{{expiration}}'`;

/** A login that the engine has made. */
export interface Credentials {
  username: string;
  password: string;
}

/** Makes a login by the creation statements of a role. Time in Unix milliseconds. */
export async function createUser(connection: Connection, role: DatabaseRole, owner: { displayName: string; roleName: string }, expiresAt: number): Promise<Credentials> {
  const username = nameFor(owner.displayName, owner.roleName);
  const password = `${randomText(8)}-A1a-${randomText(8)}`.slice(0, 20);
  await connected(connection, (client) => runStatements(client, role.creation, { name: username, username, password, expiration: moment(expiresAt) }));
  return { username, password };
}

/** Moves the end of a login. */
export async function renewUser(connection: Connection, role: DatabaseRole, username: string, expiresAt: number): Promise<void> {
  await connected(connection, (client) => runStatements(client, role.renew.length > 0 ? role.renew : [RENEW], { name: username, username, expiration: moment(expiresAt) }));
}

/** Ends a login: by the revocation statements of its role, or by taking everything it was granted and dropping it. */
export async function dropUser(connection: Connection, role: DatabaseRole | undefined, username: string): Promise<void> {
  await connected(connection, async (client) => {
    const own = role?.revocation ?? [];
    await runStatements(client, own.length > 0 ? own : await usualRevocation(client, username), { name: username, username });
  });
}

async function usualRevocation(client: pg.Client, username: string): Promise<string[]> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [username]);
  if (!rowCount) return [];
  const role = pg.escapeIdentifier(username);
  const { rows } = await client.query<{ schema: string }>('SELECT DISTINCT table_schema AS schema FROM information_schema.role_column_grants WHERE grantee = $1', [username]);
  const { rows: [here] } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const granted = rows.map(({ schema }) => pg.escapeIdentifier(schema));
  return [
    ...granted.flatMap((schema) => [`REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA ${schema} FROM ${role}`, `REVOKE USAGE ON SCHEMA ${schema} FROM ${role}`]),
    `REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM ${role}`,
    `REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM ${role}`,
    `REVOKE USAGE ON SCHEMA public FROM ${role}`,
    `REVOKE CONNECT ON DATABASE ${pg.escapeIdentifier(here?.name ?? '')} FROM ${role}`,
    `DROP ROLE IF EXISTS ${role}`,
  ];
}

/** `v-<who>-<role>-<random>-<time>`, cut to what PostgreSQL takes. */
function nameFor(displayName: string, roleName: string): string {
  return `v-${displayName.slice(0, 8)}-${roleName.slice(0, 8)}-${randomText(20)}-${Math.floor(Date.now() / 1000)}`.slice(0, LONGEST_NAME);
}

/** The way PostgreSQL and the plugin write a moment. */
function moment(time: number): string {
  return new Date(time + GRACE_MS).toISOString().replace('T', ' ').replace(/\.\d+Z$/, '+0000');
}
