import pg from 'pg';
import { startCredentialDatabase } from '../../test-database/credential-database.js';
import { randomName } from './vault-under-test.js';

/** The PostgreSQL that the server under test makes logins in. */
export interface DatabaseUnderTest {
  /** The settings of `<mount>/config/<name>`. */
  config(): Record<string, unknown>;
  /** Makes a login, in this database. */
  creation(): string;
  /** Ends its sessions and drops it. */
  revocation(): string[];
  /** Whether a role is there. */
  hasRole(name: string): Promise<boolean>;
  /** When a role ends, in Unix milliseconds. */
  validUntil(name: string): Promise<number>;
  /** Opens a session with a login that the server has made. */
  login(user: string, password: string): Promise<pg.Client>;
}

/** Joins the database of VAULT_TEST_DATABASE_URL, whose user may make roles; without it starts one on loopback. */
export function useDatabase(): DatabaseUnderTest {
  let url = new URL('postgresql://localhost');
  let stop = (): Promise<void> => Promise.resolve();
  const clients: pg.Client[] = [];
  // What each login may comes from a group: granting on one database to many logins at once fails in PostgreSQL.
  const group = randomName('group').replace('-', '_');
  beforeAll(async () => {
    const given = process.env.VAULT_TEST_DATABASE_URL ?? '';
    if (given === '') {
      const own = await startCredentialDatabase();
      url = new URL(`postgresql://${own.username}:${own.password}@${own.host}:${own.port}/${own.database}`);
      stop = () => own.close();
    } else url = new URL(given);
    await ask(`CREATE ROLE ${group}`);
    await ask(`GRANT CONNECT ON DATABASE ${quoted()} TO ${group}`);
  });
  afterAll(async () => {
    await ask(`REVOKE ALL ON DATABASE ${quoted()} FROM ${group}`);
    await ask(`DROP ROLE ${group}`);
    await Promise.allSettled(clients.map((client) => client.end()));
    await stop();
  });

  const connect = async (user: string, password: string): Promise<pg.Client> => {
    const client = new pg.Client({ host: url.hostname, port: Number(url.port || 5432), database: url.pathname.slice(1), user, password });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };
  const ask = async (sql: string, ...values: string[]): Promise<Record<string, unknown> | undefined> => {
    const client = await connect(decodeURIComponent(url.username), decodeURIComponent(url.password));
    const { rows } = await client.query<Record<string, unknown>>(sql, values);
    await client.end();
    return rows[0];
  };
  const quoted = () => pg.escapeIdentifier(url.pathname.slice(1));
  return {
    config: () => ({
      plugin_name: 'postgresql-database-plugin',
      connection_url: `postgresql://{{username}}:{{password}}@${url.host}${url.pathname}?sslmode=disable`,
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }),
    creation: () => `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE ${group};`,
    revocation: () => [
      'ALTER ROLE "{{name}}" NOLOGIN;',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';`,
      'DROP ROLE IF EXISTS "{{name}}";',
    ],
    hasRole: async (name) => (await ask('SELECT 1 AS there FROM pg_roles WHERE rolname = $1', name)) !== undefined,
    validUntil: async (name) => new Date(String((await ask('SELECT rolvaliduntil::text AS until FROM pg_roles WHERE rolname = $1', name))?.until)).getTime(),
    login: connect,
  };
}
