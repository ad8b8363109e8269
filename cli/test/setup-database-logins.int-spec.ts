import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { EmbeddedPostgres } from '@mateship/database/embedded';
import pg from 'pg';
import { freePort } from '../src/platform/port.js';
import { databaseCommand } from '../src/setup/database.command.js';
import { databaseLoginsCommand } from '../src/setup/database-logins.command.js';

interface Told {
  username: string;
  password: string;
  connection_url: string;
  allowed_roles: string[];
  creation_statements: string[];
  revocation_statements: string[];
}

describe('mateship setup database-logins', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-logins-'));
  const secrets = path.join(home, 'secrets');
  const told = new Map<string, Told>();
  let server: EmbeddedPostgres;
  let vault: http.Server;
  let settings: Parameters<typeof databaseLoginsCommand>[0];

  beforeAll(async () => {
    fs.chmodSync(home, 0o711);
    const port = await freePort(0);
    server = new EmbeddedPostgres({ home: path.join(home, 'pg'), password: 'superuser-password', durable: false, port, loopback: true, settings: { hba_file: path.join(home, 'pg_hba.conf') } });
    fs.copyFileSync(path.resolve(__dirname, '../../deploy/postgres/pg_hba.conf'), path.join(home, 'pg_hba.conf'));
    await server.start();
    fs.mkdirSync(secrets);
    for (const name of ['superuser', 'gateway', 'vault']) fs.writeFileSync(path.join(secrets, name), `${name}-password\n`);
    fs.writeFileSync(path.join(home, 'initial-keys.json'), JSON.stringify({ rootToken: 'administrator' }));
    // What a server does with it is tested in libs/vault-session.
    vault = http.createServer((request, response) => {
      void json(request).then((body) => {
        if (request.headers['x-vault-token'] === 'administrator') told.set(request.url!.slice('/v1/database/'.length), body as Told);
        response.writeHead(204).end();
      });
    });
    vault.listen(0, '127.0.0.1');
    await once(vault, 'listening');
    settings = { host: '127.0.0.1', port, secrets, address: `http://127.0.0.1:${(vault.address() as AddressInfo).port}`, admin: home, patienceMs: 2_000 };
    await databaseCommand(settings);
  });
  afterAll(async () => {
    vault.close().closeAllConnections();
    await server.stop();
    fs.rmSync(home, { recursive: true });
  });

  async function as<T>(login: { user: string; password: string; database: string }, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ host: settings.host, port: settings.port, ...login });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  it('tells the server a login with which it can lend each service its own database, again and again', async () => {
    await databaseLoginsCommand(settings);
    const before = told.get('config/mateship')!;
    await databaseLoginsCommand(settings);
    const { username: user, password, connection_url: url, allowed_roles: roles } = told.get('config/mateship')!;
    expect(password).not.toBe(before.password);
    expect([url, roles]).toEqual([`postgresql://{{username}}:{{password}}@127.0.0.1:${settings.port}/gateway`, ['gateway-role', 'vault-role']]);
    for (const service of ['gateway', 'vault']) {
      const role = told.get(`roles/${service}-role`)!;
      const run = (statements: string[]) =>
        as({ user, password, database: 'gateway' }, async (keeper) => {
          for (const statement of statements) await keeper.query(statement.replaceAll('{{name}}', `v-${service}`).replaceAll('{{password}}', 'lent').replaceAll('{{expiration}}', 'infinity'));
        });
      await run(role.creation_statements);
      const lent = { user: `v-${service}`, password: 'lent', database: service };
      await as(lent, (client) => client.query(`SET ROLE ${service}; CREATE TABLE own (id int)`));
      await expect(as({ ...lent, database: service === 'vault' ? 'gateway' : 'vault' }, (client) => client.query('SELECT 1'))).rejects.toThrow('no pg_hba.conf entry');
      await run(role.revocation_statements);
      await expect(as(lent, (client) => client.query('SELECT 1'))).rejects.toThrow('no pg_hba.conf entry');
    }
  });

  it('gives the server no right to read what it lends', async () => {
    await databaseLoginsCommand(settings);
    const { username: user, password } = told.get('config/mateship')!;
    await as({ user: 'gateway', password: 'gateway-password', database: 'gateway' }, (client) => client.query('CREATE TABLE secret (id int)'));
    await as({ user, password, database: 'gateway' }, async (keeper) => {
      await expect(keeper.query('SELECT * FROM secret')).rejects.toThrow('permission denied');
      await expect(keeper.query('SET ROLE gateway')).rejects.toThrow('permission denied');
      await expect(keeper.query('CREATE ROLE another SUPERUSER')).rejects.toThrow('permission denied');
    });
  });

  it('asks for the token of an administrator before it touches anything', async () => {
    await expect(databaseLoginsCommand({ ...settings, admin: secrets, port: 1 })).rejects.toThrow(/initial-keys\.json is not there/);
  });
});
