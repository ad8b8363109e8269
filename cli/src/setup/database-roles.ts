import { closeSystemDatabases, provisionDatabase } from '@mateship/database/embedded';
import type pg from 'pg';

/** The services with a database; role, database and secret file carry their names. */
export const DATABASE_OWNERS = ['gateway', 'vault'] as const;

/** How many connections each may hold at most; together below max_connections, so that an administrator gets in. */
export const CONNECTIONS = { gateway: 64, vault: 24 } as const;
/** A hung statement or a forgotten transaction ends by itself. Migrations may ask for more time. */
const TIMEOUTS = { statement_timeout: '60s', idle_in_transaction_session_timeout: '60s', idle_session_timeout: '0' } as const;

/**
 * Gives every service a role that owns its own database and can do nothing else. Safe to run again and after a cut.
 *
 * @param admin a connected client of a superuser.
 */
export async function provisionRoles(admin: pg.Client, passwordOf: (service: string) => string): Promise<void> {
  await closeSystemDatabases(admin);
  for (const service of DATABASE_OWNERS) {
    await provisionDatabase(admin, { name: service, password: passwordOf(service) });
    await admin.query(`ALTER ROLE ${service} WITH NOBYPASSRLS NOINHERIT CONNECTION LIMIT ${CONNECTIONS[service]}`);
    for (const [setting, value] of Object.entries(TIMEOUTS)) await admin.query(`ALTER ROLE ${service} SET ${setting} = '${value}'`);
  }
}
