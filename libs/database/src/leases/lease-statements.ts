import pg from 'pg';

/** Whose database the logins are for. */
export interface LeaseRole {
  /** The role that owns the database, which carries its name too: `gateway`, `vault`. */
  owner: string;
  /** Most connections of one login: the pools of one service, and what they still drain. */
  connectionLimit: number;
}

/** The settings of a role of Vault's database secrets engine, under the names that its API has for them. */
export interface LeaseStatements {
  creation_statements: string[];
  renew_statements: string[];
  revocation_statements: string[];
  rollback_statements: string[];
}

/** The role through which the logins of one owner may enter its database. */
function doorOf(owner: string): string {
  return pg.escapeIdentifier(`${owner}_door`);
}

/**
 * SQL for a superuser, once, safe to run again: makes Vault's own login. It is no superuser; it may make roles and end
 * their sessions, and enter the databases that {@link allowLeases} opens to it. Without a password it keeps the one it has.
 */
export function makeKeeper(keeper: string, password?: string): string[] {
  const role = pg.escapeIdentifier(keeper);
  return [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${pg.escapeLiteral(keeper)}) THEN CREATE ROLE ${role}; END IF; END $$`,
    `ALTER ROLE ${role} WITH LOGIN NOSUPERUSER NOCREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS${password === undefined ? '' : ` PASSWORD ${pg.escapeLiteral(password)}`}`,
    `GRANT pg_signal_backend TO ${role} WITH ADMIN FALSE, INHERIT TRUE, SET FALSE`,
  ];
}

/**
 * SQL for a superuser, once for each owner, safe to run again: lets the keeper make and end logins for this database.
 *
 * A grant on the database itself, made and withdrawn for each login, would rewrite one row of the catalogue that all
 * logins share; so one role holds that right, and logins come and go as its members.
 */
export function allowLeases(owner: string, keeper: string): string[] {
  const [role, door, to] = [pg.escapeIdentifier(owner), doorOf(owner), pg.escapeIdentifier(keeper)];
  const missing = `NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${pg.escapeLiteral(`${owner}_door`)})`;
  return [
    `DO $$ BEGIN IF ${missing} THEN CREATE ROLE ${door} NOLOGIN; END IF; END $$`,
    `GRANT CONNECT ON DATABASE ${role} TO ${door}`,
    `GRANT ${role} TO ${to} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`,
    `GRANT ${door} TO ${to} WITH ADMIN TRUE, INHERIT TRUE, SET FALSE`,
  ];
}

/**
 * What Vault runs for each login. A login has no right but to enter and to become the owner: before SET ROLE it can make
 * nothing, so nothing can ever belong to it and stand in the way of its end. `{{name}}`, `{{password}}` and
 * `{{expiration}}` are Vault's; it runs each list in one transaction. So a session that began while its role was being
 * dropped may outlive it, without a name; the next revocation of any login ends it.
 */
export function leaseStatements({ owner, connectionLimit }: LeaseRole): LeaseStatements {
  return {
    creation_statements: [
      `CREATE ROLE "{{name}}" LOGIN NOINHERIT PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' CONNECTION LIMIT ${connectionLimit}`,
      `GRANT ${pg.escapeIdentifier(owner)} TO "{{name}}" WITH INHERIT FALSE, SET TRUE`,
      `GRANT ${doorOf(owner)} TO "{{name}}" WITH INHERIT TRUE, SET FALSE`,
    ],
    renew_statements: [`ALTER ROLE "{{name}}" VALID UNTIL '{{expiration}}'`],
    revocation_statements: [
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}' OR (usename IS NULL AND usesysid IS NOT NULL)`,
      `DROP ROLE IF EXISTS "{{name}}"`,
    ],
    rollback_statements: [`DROP ROLE IF EXISTS "{{name}}"`],
  };
}
