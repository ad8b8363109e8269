import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgres } from '@mateship/database/embedded';
import pg from 'pg';
import { databaseCommand } from '../src/setup/database.command.js';
import { freePort } from '../src/platform/port.js';
import { provisionRoles } from '../src/setup/database-roles.js';

describe('setup database', () => {
  let home: string;
  let server: EmbeddedPostgres;
  let port: number;
  const SUPERUSER = 'superuser-password';

  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-setup-'));
    fs.chmodSync(home, 0o711);
    port = await freePort(0);
    server = new EmbeddedPostgres({ home: path.join(home, 'pg'), password: SUPERUSER, durable: false, port, loopback: true });
    await server.start();
    fs.mkdirSync(path.join(home, 'secrets'));
    write('superuser', SUPERUSER);
    write('gateway', 'gateway-password');
    write('vault', 'vault-password');
  });
  afterAll(async () => {
    await server.stop();
    fs.rmSync(home, { recursive: true });
  });

  const write = (name: string, secret: string): void => fs.writeFileSync(path.join(home, 'secrets', name), `${secret}\n`);
  const run = (): Promise<void> => databaseCommand({ host: '127.0.0.1', port, secrets: path.join(home, 'secrets'), patienceMs: 2_000 });
  const query = async (user: string, password: string, database: string, text: string): Promise<unknown[]> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user, password, database });
    await client.connect();
    try {
      return (await client.query(text)).rows as unknown[];
    } finally {
      await client.end();
    }
  };
  const asAdmin = (text: string): Promise<unknown[]> => query('postgres', SUPERUSER, 'postgres', text);
  const reset = async (): Promise<void> => {
    for (const name of ['gateway', 'vault']) {
      await asAdmin(`DROP DATABASE IF EXISTS ${name}`);
      await asAdmin(`DROP ROLE IF EXISTS ${name}`);
    }
  };

  it('gives each service a role with nothing but its own database', async () => {
    await reset();
    await run();
    expect(await asAdmin("SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolconnlimit FROM pg_roles WHERE rolname IN ('gateway', 'vault') ORDER BY 1")).toEqual([
      { rolname: 'gateway', rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolbypassrls: false, rolconnlimit: 64 },
      { rolname: 'vault', rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolbypassrls: false, rolconnlimit: 24 },
    ]);
    await query('gateway', 'gateway-password', 'gateway', 'CREATE TABLE own (id int)');
    expect(await query('vault', 'vault-password', 'vault', 'SHOW statement_timeout')).toEqual([{ statement_timeout: '1min' }]);
    for (const database of ['vault', 'postgres', 'template1']) {
      await expect(query('gateway', 'gateway-password', database, 'SELECT 1')).rejects.toThrow(/permission denied for database/);
    }
    for (const statement of ['CREATE DATABASE more', 'CREATE ROLE more', "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('/etc/passwd')", 'ALTER ROLE vault SUPERUSER']) {
      await expect(query('gateway', 'gateway-password', 'gateway', statement)).rejects.toThrow(/permission denied|must be/);
    }
  });

  it('can run again and keeps passwords in step', async () => {
    await run();
    write('vault', 'new-password');
    await run();
    await expect(query('vault', 'vault-password', 'vault', 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(await query('vault', 'new-password', 'vault', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    write('vault', 'vault-password');
    await run();
  });

  it('completes after a cut at any of its statements', async () => {
    const cutAfter = async (count: number): Promise<boolean> => {
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: SUPERUSER, database: 'postgres' });
      client.on('error', () => undefined);
      await client.connect();
      let left = count;
      const cut = new Proxy(client, {
        get: (target, name) => {
          if (name !== 'query') return Reflect.get(target, name) as unknown;
          return (...args: [string]) => {
            if (left-- === 0) throw new Error('cut');
            return target.query(...args);
          };
        },
      });
      try {
        await provisionRoles(cut, (name) => `${name}-password`);
        return false;
      } catch (error) {
        if ((error as Error).message === 'cut') return true;
        throw error;
      } finally {
        await client.end();
      }
    };
    let count = 0;
    for (; ; count++) {
      await reset();
      if (!(await cutAfter(count))) break;
      await run();
      expect(await query('gateway', 'gateway-password', 'gateway', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(await query('vault', 'vault-password', 'vault', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    }
    expect(count).toBeGreaterThan(10);
  });

  it('says what to do when the volume belongs to another installation', async () => {
    write('superuser', 'another');
    await expect(run()).rejects.toThrow(/does not accept the password of this installation/);
    write('superuser', SUPERUSER);
  });

  it('names a secret that is not there', async () => {
    await expect(databaseCommand({ host: '127.0.0.1', port, secrets: home, patienceMs: 0 })).rejects.toThrow(/superuser cannot be read \(ENOENT\)/);
  });

  it('gives up on a server that does not answer', async () => {
    const unused = await freePort(0);
    await expect(databaseCommand({ host: '127.0.0.1', port: unused, secrets: path.join(home, 'secrets'), patienceMs: 600 })).rejects.toThrow(`PostgreSQL at 127.0.0.1:${unused} cannot be used`);
  });
});
