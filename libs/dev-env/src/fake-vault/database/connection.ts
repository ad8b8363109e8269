import pg from 'pg';
import { flag, list, text, type Fields } from '../fields.js';
import { refusal } from '../protocol.js';
import { Turns } from './turns.js';

const TIMEOUT_MS = 10_000;
/** How many connections the engine opens to one server at the same time, as the real one does by default. */
const AT_ONCE = 4;
const ROTATE_ROOT = `ALTER ROLE "{{username}}" WITH PASSWORD '{{password}}'`;

/** What the engine knows of one PostgreSQL server. */
export interface Connection {
  pluginName: string;
  /** With {{username}} and {{password}}. */
  url: string;
  username: string;
  password: string;
  allowedRoles: string[];
  rotation: string[];
  verify: boolean;
  turns: Turns;
}

/** A connection from a request: the old one, changed in what the request names. */
export function connectionFrom(fields: Fields, old: Connection | undefined): Connection {
  const connection = {
    pluginName: text(fields, 'plugin_name') || (old?.pluginName ?? ''),
    url: text(fields, 'connection_url') || (old?.url ?? ''),
    username: text(fields, 'username') || (old?.username ?? ''),
    password: text(fields, 'password') || (old?.password ?? ''),
    allowedRoles: list(fields, 'allowed_roles') ?? old?.allowedRoles ?? [],
    rotation: statements(fields, 'root_rotation_statements') ?? old?.rotation ?? [],
    verify: flag(fields, 'verify_connection') ?? true,
    turns: new Turns(AT_ONCE),
  };
  if (connection.pluginName === '') throw refusal('empty plugin name');
  if (connection.pluginName !== 'postgresql-database-plugin') throw refusal(`error creating database object: unknown plugin ${connection.pluginName}`);
  if (connection.url === '') throw refusal('error creating database object: connection_url cannot be empty');
  return connection;
}

/** What a read tells; never the password. */
export function describeConnection({ pluginName, url, username, password, allowedRoles, rotation }: Connection): Record<string, unknown> {
  const shown = password === '' ? url : url.replaceAll(password, '*****');
  return { allowed_roles: allowedRoles, connection_details: { connection_url: shown.replace(/(:\/\/[^:@/]+:)(?!\{\{)[^@]+@/, '$1*****@'), username }, password_policy: '', plugin_name: pluginName, plugin_version: '', root_credentials_rotate_statements: rotation };
}

/** Whether a role may take credentials from this connection; `*` stands for any, also at the end of a name. */
export function allows({ allowedRoles }: Connection, role: string): boolean {
  return allowedRoles.some((allowed) => allowed === role || (allowed.endsWith('*') && role.startsWith(allowed.slice(0, -1))));
}

/** Runs work on a connection of its own, as the user of the engine. */
export function connected<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return connection.turns.run(() => connectedNow(connection, work));
}

async function connectedNow<T>({ url, username, password }: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const connectionString = url.replaceAll('{{username}}', encodeURIComponent(username)).replaceAll('{{password}}', encodeURIComponent(password));
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS });
  // A connection that breaks fails the query that runs on it; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs statements in one transaction, their placeholders filled in. */
export async function runStatements(client: pg.Client, templates: string[], values: Record<string, string>): Promise<void> {
  await client.query('BEGIN');
  for (const template of templates) await client.query(fill(template, values));
  await client.query('COMMIT');
}

/** A list of SQL statements, as one text or as several. */
export function statements(fields: Fields, name: string): string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  return (Array.isArray(value) ? value.map(String) : [String(value)]).filter((statement) => statement.trim() !== '');
}

/** Gives the user of the engine a new password that nobody else learns. */
export async function rotateRoot(connection: Connection, password: string): Promise<void> {
  const templates = connection.rotation.length > 0 ? connection.rotation : [ROTATE_ROOT];
  await connected(connection, (client) => runStatements(client, templates, { name: connection.username, username: connection.username, password }));
  connection.password = password;
}

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
}
