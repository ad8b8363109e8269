import pg from 'pg';

/** A database with the one role that owns it. */
export interface ServiceDatabase {
  /** Name of the role and of the database; lower-case letters, digits and underscores. */
  name: string;
  password: string;
}

/** URL of a database behind a Unix socket, in the form that parseDatabaseUrl and node-postgres understand. */
export function databaseUrl(server: { socketFolder: string; port: number }, login: { user: string; password: string; database: string }): string {
  const [user, password, database, host] = [login.user, login.password, login.database, server.socketFolder].map(encodeURIComponent);
  return `postgres://${user}:${password}@localhost/${database}?host=${host}&port=${server.port}`;
}

/**
 * Makes the role and its database when they are missing, and sets the password. The role may log in and owns its
 * own database, nothing else; other roles cannot connect to it.
 *
 * @param admin a connected client of a superuser.
 */
export async function provisionDatabase(admin: pg.Client, { name, password }: ServiceDatabase): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const known = await admin.query<{ role: boolean; database: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database',
    [name],
  );
  if (!known.rows[0]?.role) await admin.query(`CREATE ROLE ${role} NOLOGIN`);
  await admin.query(`ALTER ROLE ${role} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${pg.escapeLiteral(password)}`);
  if (!known.rows[0]?.database) await admin.query(`CREATE DATABASE ${role} OWNER ${role}`);
  await admin.query(`REVOKE ALL ON DATABASE ${role} FROM PUBLIC`);
}

/** Keeps the roles of services out of the databases that every cluster has. Not safe to run twice at the same moment. */
export async function closeSystemDatabases(admin: pg.Client): Promise<void> {
  await admin.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
}
