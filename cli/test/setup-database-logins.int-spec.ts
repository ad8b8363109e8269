import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgres } from '@mateship/database/embedded';
import { type FakeVault, startFakeVault } from '@mateship/dev-env';
import { prepareVault } from '@mateship/vault-session/preparation';
import pg from 'pg';
import { z } from 'zod';
import { freePort } from '../src/platform/port.js';
import { databaseCommand } from '../src/setup/database.command.js';
import { databaseLoginsCommand } from '../src/setup/database-logins.command.js';

const Lent = z.object({ lease_id: z.string(), data: z.object({ username: z.string(), password: z.string() }) });
type Lent = z.infer<typeof Lent>;

describe('mateship setup database-logins', () => {
  let home: string;
  let secrets: string;
  let server: EmbeddedPostgres;
  let vault: FakeVault;
  let settings: Parameters<typeof databaseLoginsCommand>[0];
  let said: string;

  beforeEach(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-logins-'));
    secrets = path.join(home, 'secrets');
    fs.chmodSync(home, 0o711);
    const port = await freePort(0);
    server = new EmbeddedPostgres({ home: path.join(home, 'pg'), password: 'superuser-password', durable: false, port, loopback: true, settings: { hba_file: path.join(home, 'pg_hba.conf') } });
    fs.copyFileSync(path.resolve(__dirname, '../../deploy/postgres/pg_hba.conf'), path.join(home, 'pg_hba.conf'));
    fs.mkdirSync(secrets);
    for (const name of ['superuser', 'gateway', 'vault']) fs.writeFileSync(path.join(secrets, name), `${name}-password\n`);
    [vault] = await Promise.all([startFakeVault(), server.start()]);
    await prepareVault({ address: vault.address, token: vault.rootToken, policies: path.resolve(__dirname, '../../deploy/vault/policies'), output: home });
    settings = { host: '127.0.0.1', port, secrets, address: vault.address, admin: home, patienceMs: 2_000 };
    giveToken();
    said = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => (said += String(text)) !== '');
    await databaseCommand(settings);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await vault.close();
    await server.stop();
    fs.rmSync(home, { recursive: true });
  });

  const giveToken = () => fs.writeFileSync(path.join(home, 'initial-keys.json'), JSON.stringify({ rootToken: vault.rootToken }));
  const takeToken = () => fs.rmSync(path.join(home, 'initial-keys.json'));
  const ask = (method: string, asked: string, body?: object) => fetch(`${vault.address}/v1/${asked}`, { method, headers: { 'x-vault-token': vault.rootToken }, body: body && JSON.stringify(body) });
  const lend = async (service: string): Promise<Lent> => Lent.parse(await (await ask('GET', `database/creds/${service}-role`)).json());

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
  const superuser = (sql: string) => as({ user: 'postgres', password: 'superuser-password', database: 'postgres' }, (client) => client.query<{ value: string }>(sql));
  const keeperPassword = async () => (await superuser("SELECT rolpassword AS value FROM pg_authid WHERE rolname = 'mateship_keeper'")).rows[0]?.value;

  it('lets the server lend each service its own database, and no other', async () => {
    await databaseLoginsCommand(settings);
    for (const [service, other] of [['gateway', 'vault'], ['vault', 'gateway']] as const) {
      const { lease_id, data } = await lend(service);
      const login = { user: data.username, password: data.password, database: service };
      await as(login, (client) => client.query(`SET ROLE ${service}; CREATE TABLE own (id int)`));
      await expect(as({ ...login, database: other }, (client) => client.query('SELECT 1'))).rejects.toThrow('no pg_hba.conf entry');
      expect((await ask('PUT', 'sys/leases/revoke', { lease_id, sync: true })).status).toBe(204);
      await expect(as(login, (client) => client.query('SELECT 1'))).rejects.toThrow('no pg_hba.conf entry');
    }
  });

  it('leaves what is lent as it is when it runs again: the login, its renewal, its end, and the password of the server', async () => {
    await databaseLoginsCommand(settings);
    const password = await keeperPassword();
    const { lease_id, data } = await lend('gateway');
    const login = { user: data.username, password: data.password, database: 'gateway' };
    await as(login, async (running) => {
      await running.query('SET ROLE gateway');
      await databaseLoginsCommand(settings);
      expect((await running.query('SELECT session_user::text AS who')).rows).toEqual([{ who: data.username }]);
    });
    expect(await keeperPassword()).toBe(password);
    await as(login, (client) => client.query('SET ROLE gateway'));
    expect((await ask('PUT', 'sys/leases/renew', { lease_id })).status).toBe(200);
    expect((await ask('PUT', 'sys/leases/revoke', { lease_id, sync: true })).status).toBe(204);
    await expect(as(login, (client) => client.query('SELECT 1'))).rejects.toThrow('no pg_hba.conf entry');
  });

  it('gives the server another password when its own opens nothing any more, as after a backup', async () => {
    await databaseLoginsCommand(settings);
    const { lease_id } = await lend('vault');
    await superuser("ALTER ROLE mateship_keeper PASSWORD 'of another time'");
    expect((await ask('GET', 'database/creds/vault-role')).status).toBe(500);
    await databaseLoginsCommand(settings);
    expect((await lend('vault')).data.username).toMatch(/^v-/);
    expect((await ask('PUT', 'sys/leases/renew', { lease_id })).status).toBe(200);
  });

  it('gives the server no right to read what it lends', async () => {
    await databaseLoginsCommand(settings);
    await superuser("ALTER ROLE mateship_keeper PASSWORD 'known'");
    await as({ user: 'gateway', password: 'gateway-password', database: 'gateway' }, (client) => client.query('CREATE TABLE secret (id int)'));
    await as({ user: 'mateship_keeper', password: 'known', database: 'gateway' }, async (keeper) => {
      await expect(keeper.query('SELECT * FROM secret')).rejects.toThrow('permission denied');
      await expect(keeper.query('SET ROLE gateway')).rejects.toThrow('permission denied');
      await expect(keeper.query('CREATE ROLE another SUPERUSER')).rejects.toThrow('permission denied');
    });
  });

  it('does nothing without the token of an administrator when the server has its login', async () => {
    await databaseLoginsCommand(settings);
    takeToken();
    const before = vault.requests().length;
    said = '';
    await databaseLoginsCommand(settings);
    expect(said).toMatch(/^Nothing was changed: OpenBao has its login to PostgreSQL, and .*initial-keys\.json is not there\./);
    expect(vault.requests()).toHaveLength(before);
    expect((await lend('gateway')).data.username).toMatch(/^v-/);
  });

  it('asks for the token where the server has no login yet, also after a start that was cut', async () => {
    takeToken();
    await expect(databaseLoginsCommand(settings)).rejects.toThrow(/has no login to PostgreSQL yet, and .*initial-keys\.json is not there/);
    giveToken();
    vault.breakWith('cut', /database\/config/);
    await expect(databaseLoginsCommand(settings)).rejects.toThrow(/cannot be reached/);
    takeToken();
    await expect(databaseLoginsCommand(settings)).rejects.toThrow(/has no login to PostgreSQL yet/);
    vault.breakWith(null);
    giveToken();
    await databaseLoginsCommand(settings);
    expect((await lend('vault')).data.username).toMatch(/^v-/);
  });

  it('fails where PostgreSQL or the server is away, with a token and without', async () => {
    await databaseLoginsCommand(settings);
    await expect(databaseLoginsCommand({ ...settings, address: 'http://127.0.0.1:1' })).rejects.toThrow(/Vault cannot be reached/);
    const nowhere = { ...settings, port: 1, patienceMs: 0 };
    await expect(databaseLoginsCommand(nowhere)).rejects.toThrow(/PostgreSQL at 127\.0\.0\.1:1 cannot be used/);
    takeToken();
    await expect(databaseLoginsCommand(nowhere)).rejects.toThrow(/PostgreSQL at 127\.0\.0\.1:1 cannot be used/);
  });

  it('says so when the server does not get into PostgreSQL', async () => {
    fs.writeFileSync(path.join(home, 'pg_hba.conf'), 'host all postgres samenet scram-sha-256\n');
    await superuser('SELECT pg_reload_conf()');
    await expect(databaseLoginsCommand(settings)).rejects.toThrow(/does not get into PostgreSQL/);
  });
});
