import { randomBytes } from 'node:crypto';
import { databaseUrl, provisionDatabase } from '@mateship/database/embedded';
import pg from 'pg';
import { type ClusterLease, leaseCluster } from './shared-cluster.js';

/** A fresh, empty database of its own on a real PostgreSQL 17. */
export interface TestDatabase {
  /** For createDataSource or node-postgres. The role in it owns the database and is no superuser, as in production. */
  url: string;
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
  const close = async (): Promise<void> => {
    try {
      await asAdmin(lease, async (admin) => {
        await admin.query(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);
        await admin.query(`DROP ROLE IF EXISTS ${database.name}`);
      });
    } finally {
      lease.close();
    }
  };
  return { url: databaseUrl(lease, { user: database.name, password: database.password, database: database.name }), close };
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
