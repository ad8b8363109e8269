import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { leaseCluster } from './shared-cluster.js';

/** A fresh database on a real PostgreSQL, with a role that may make roles: what a database secrets engine works with. */
export interface CredentialDatabase {
  /** On loopback, because such an engine knows no Unix sockets. */
  host: string;
  port: number;
  database: string;
  /** The role that makes and drops roles; it is no superuser. */
  username: string;
  password: string;
  /** Runs a query as the superuser, to see what the engine has done. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Drops the database and the roles that are left. */
  close(): Promise<void>;
}

/** Gives such a database to a test, on the server that all tests share. */
export async function startCredentialDatabase(): Promise<CredentialDatabase> {
  const lease = await leaseCluster();
  const name = `creds_${randomBytes(8).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const login = { host: lease.socketFolder, port: lease.port, user: 'postgres', password: lease.password };
  const query = async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[], database = 'postgres'): Promise<Row[]> => {
    const client = new pg.Client({ ...login, database });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  };
  await query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${password}' IN ROLE pg_signal_backend`);
  await query(`CREATE DATABASE ${name} OWNER ${name}`);
  await query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  const bridge = net.createServer((outside) => {
    const inside = net.connect(path.join(lease.socketFolder, `.s.PGSQL.${lease.port}`));
    outside.pipe(inside).pipe(outside);
    outside.on('error', () => inside.destroy());
    inside.on('error', () => outside.destroy());
    outside.on('close', () => inside.destroy());
    inside.on('close', () => outside.destroy());
  });
  bridge.listen(0, '127.0.0.1');
  await once(bridge, 'listening');
  return {
    host: '127.0.0.1',
    port: (bridge.address() as AddressInfo).port,
    database: name,
    username: name,
    password,
    query: (sql, values) => query(sql, values, name),
    close: async () => {
      bridge.close();
      const made = await query<{ role: string }>('SELECT roleid::regrole::text AS role FROM pg_auth_members WHERE member = $1::regrole AND admin_option', [name]);
      await query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      for (const { role } of made) await query(`DROP ROLE IF EXISTS ${role}`);
      await query(`DROP ROLE IF EXISTS ${name}`);
      lease.close();
    },
  };
}
