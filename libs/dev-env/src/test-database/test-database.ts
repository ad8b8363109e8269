import { randomBytes } from 'node:crypto';
import { allowLeases, makeKeeper } from '@mateship/database';
import { databaseUrl, provisionDatabase } from '@mateship/database/embedded';
import pg from 'pg';
import { type ClusterLease, leaseCluster } from './shared-cluster.js';

/** What Vault's database secrets engine is told of a {@link TestDatabase}. */
export interface TestKeeper {
  /** With placeholders for the keeper's own login. */
  url: string;
  user: string;
  newPassword: () => Promise<string>;
  /** The role that owns the database. */
  owner: string;
}

/** A fresh, empty database of its own on a real PostgreSQL 17. */
export interface TestDatabase {
  /** For createDataSource or node-postgres. The role in it owns the database and is no superuser, as in production. */
  url: string;
  /** Makes a keeper, through which Vault may lend logins to this database. Once per database. */
  keeper(): Promise<TestKeeper>;
  /** Drops the database, also while connections to it are open. */
  close(): Promise<void>;
}

/**
 * Gives a database to a test. All tests of a checkout share one throw-away server (fsync off) that is started on
 * demand and ends by itself some seconds after its last user; killed test processes leave nothing behind.
 * Works as root and as an ordinary user, and from several processes at once.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const lease = await leaseCluster();
  const database = { name: `test_${randomBytes(8).toString('hex')}`, password: randomBytes(12).toString('hex') };
  try {
    await asAdmin(lease, (admin) => provisionDatabase(admin, database));
  } catch (error) {
    lease.close();
    throw error;
  }
  const keeperName = `${database.name}_keeper`;
  const keeper = async (): Promise<TestKeeper> => {
    const password = randomBytes(12).toString('hex');
    await asAdmin(lease, async (admin) => {
      for (const statement of [...makeKeeper(keeperName, password), ...allowLeases(database.name, keeperName)]) await admin.query(statement);
    });
    const url = `postgresql://{{username}}:{{password}}@localhost/${database.name}?host=${encodeURIComponent(lease.socketFolder)}&port=${lease.port}`;
    return { url, user: keeperName, newPassword: () => Promise.resolve(password), owner: database.name };
  };
  const close = async (): Promise<void> => {
    try {
      await asAdmin(lease, async (admin) => {
        await admin.query(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);
        const { rows: lent } = await admin.query<{ role: string }>('SELECT member::regrole::text AS role FROM pg_auth_members WHERE roleid::regrole::text = $1 AND member::regrole::text <> $2', [database.name, keeperName]);
        for (const { role } of lent) await admin.query(`DROP ROLE IF EXISTS ${role}`);
        await admin.query(`DROP ROLE IF EXISTS ${database.name}_door, ${keeperName}, ${database.name}`);
      });
    } finally {
      lease.close();
    }
  };
  return { url: databaseUrl(lease, { user: database.name, password: database.password, database: database.name }), keeper, close };
}

async function asAdmin(lease: ClusterLease, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ host: lease.socketFolder, port: lease.port, user: 'postgres', password: lease.password, database: 'postgres' });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
