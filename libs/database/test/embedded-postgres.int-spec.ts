import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { closeSystemDatabases, databaseUrl, EmbeddedPostgres, EmbeddedPostgresError, processAt, provisionDatabase } from '../src/embedded/index.js';
import { asAdmin, makeFolder, newDatabase, newServer, removeFolder } from './throw-away-server.js';

/** Declares a test that only root can run; for others it does not exist. */
const ifRoot = (name: string, test: () => Promise<void>): void => {
  if (process.getuid?.() === 0) it(name, test);
};

describe('EmbeddedPostgres', () => {
  let folder: string;
  const running = new Set<EmbeddedPostgres>();

  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(async () => {
    await Promise.all([...running].map((server) => server.stop()));
    running.clear();
    removeFolder(folder);
  });

  async function start(settings: Parameters<typeof newServer>[1] = {}, within = folder): Promise<EmbeddedPostgres> {
    const server = newServer(within, settings);
    running.add(server);
    await server.start();
    return server;
  }

  const setting = (server: EmbeddedPostgres, name: string): Promise<string> =>
    asAdmin(server, async (admin) => (await admin.query<Record<string, string>>(`SHOW ${name}`)).rows[0]?.[name] ?? '');

  it('runs PostgreSQL 17 in UTF-8 with scram passwords and without a TCP port', async () => {
    const server = await start();
    await expect(setting(server, 'server_version')).resolves.toMatch(/^17\./);
    await expect(setting(server, 'server_encoding')).resolves.toBe('UTF8');
    await expect(setting(server, 'listen_addresses')).resolves.toBe('');
    const locale = await asAdmin(server, async (admin) => (await admin.query("SELECT datlocale FROM pg_database WHERE datname = 'postgres'")).rows);
    expect(locale).toEqual([{ datlocale: 'C.UTF-8' }]);
    const wrong = new pg.Client({ host: server.address.socketFolder, port: server.address.port, user: 'postgres', password: 'guess', database: 'postgres' });
    await expect(wrong.connect()).rejects.toThrow('password authentication failed');
  });

  it('syncs to disk for the product and not for tests', async () => {
    const quick = await start();
    await expect(setting(quick, 'fsync')).resolves.toBe('off');
    await quick.stop();
    const durable = await start({ durable: true });
    await expect(setting(durable, 'fsync')).resolves.toBe('on');
    await expect(setting(durable, 'synchronous_commit')).resolves.toBe('on');
  });

  it('keeps its data over a stop and a start', async () => {
    const first = await start();
    await asAdmin(first, (admin) => admin.query('CREATE TABLE kept AS SELECT 1 AS id'));
    await first.stop();
    const second = await start();
    await expect(asAdmin(second, async (admin) => (await admin.query('SELECT id FROM kept')).rowCount)).resolves.toBe(1);
  });

  it('listens on loopback when it is asked to', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const server = await start({ loopback: true, port });
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: server.address.password, database: 'postgres' });
    await client.connect();
    const { rows } = await client.query('SELECT inet_server_port() AS port');
    await client.end();
    expect(rows).toEqual([{ port }]);
  });

  it('takes the place of a server whose launcher was killed', async () => {
    const leftover = await start();
    const url = await newDatabase(leftover);
    const pid = leftover.pid;
    running.delete(leftover);
    const next = await start();
    expect(next.pid).not.toBe(pid);
    expect(processAt(pid ?? 0)).toBeNull();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
  });

  it('starts at once after PostgreSQL itself was killed', async () => {
    const killed = await start({ durable: true });
    await asAdmin(killed, (admin) => admin.query('CREATE TABLE kept AS SELECT 1 AS id'));
    process.kill(killed.pid ?? 0, 'SIGKILL');
    await killed.exited;
    const next = await start({ durable: true });
    await expect(asAdmin(next, async (admin) => (await admin.query('SELECT id FROM kept')).rowCount)).resolves.toBe(1);
  });

  it('leaves a stranger alone that has the pid of an old server', async () => {
    await (await start()).stop();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(stranger, 'spawn');
    const cluster = path.join(folder, 'pg', 'cluster');
    fs.writeFileSync(path.join(cluster, 'postmaster.pid'), [stranger.pid, cluster, Math.floor(Date.now() / 1000), 5432, '', '', '', 'ready', ''].join('\n'));
    await start();
    expect(processAt(stranger.pid ?? 0)).not.toBeNull();
    stranger.kill('SIGKILL');
    await once(stranger, 'exit');
  });

  it('makes the cluster again when its making was cut in the middle', async () => {
    fs.mkdirSync(path.join(folder, 'pg', 'cluster-unfinished', 'base'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'pg', 'cluster-unfinished', 'PG_VERSION'), '17\n');
    const server = await start();
    await expect(setting(server, 'server_version')).resolves.toMatch(/^17\./);
    expect(fs.existsSync(path.join(folder, 'pg', 'cluster-unfinished'))).toBe(false);
  });

  it('refuses a cluster of another major version and changes nothing', async () => {
    const cluster = path.join(folder, 'pg', 'cluster');
    fs.mkdirSync(cluster, { recursive: true });
    fs.writeFileSync(path.join(cluster, 'PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 16, and this version runs PostgreSQL 17/);
    await expect(start()).rejects.toThrow(EmbeddedPostgresError);
    expect(fs.readdirSync(cluster)).toEqual(['PG_VERSION']);
  });

  it('says why it does not start', async () => {
    const lines: string[] = [];
    await expect(start({ settings: { no_such_setting: '1' }, onLine: (line) => lines.push(line) })).rejects.toThrow(/did not start.*no_such_setting/);
    expect(lines.join()).toContain('no_such_setting');
  });

  it('works in a deep folder with spaces', async () => {
    const deep = path.join(folder, 'a folder with spaces', 'x'.repeat(90));
    fs.mkdirSync(deep, { recursive: true });
    const server = await start({}, deep);
    expect(path.join(server.address.socketFolder, '.s.PGSQL.5432').length).toBeLessThan(104);
    await expect(setting(server, 'fsync')).resolves.toBe('off');
  });

  ifRoot('runs as another user for root', async () => {
    const server = await start();
    const uid = fs.statSync(`/proc/${server.pid}`).uid;
    expect(uid).toBe(65_534);
    expect(fs.statSync(path.join(folder, 'pg', 'cluster')).mode & 0o777).toBe(0o700);
  });

  ifRoot('runs for root below a folder that only root may enter, and outside of it again later', async () => {
    fs.chmodSync(folder, 0o700);
    const hidden = await start();
    await asAdmin(hidden, (admin) => admin.query('CREATE TABLE kept AS SELECT 1 AS id'));
    await hidden.stop();
    fs.chmodSync(folder, 0o755);
    const open = await start();
    await expect(asAdmin(open, async (admin) => (await admin.query('SELECT id FROM kept')).rowCount)).resolves.toBe(1);
    await open.stop();
    fs.chmodSync(folder, 0o700);
    await start();
  });

  it('gives each service a database that other services cannot enter', async () => {
    const server = await start();
    await asAdmin(server, async (admin) => {
      await closeSystemDatabases(admin);
      for (const name of ['gateway', 'vault']) await provisionDatabase(admin, { name, password: `${name} secret` });
    });
    const as = (user: string, database: string): pg.Client => new pg.Client({ connectionString: databaseUrl(server.address, { user, password: `${user} secret`, database }) });
    const own = as('gateway', 'gateway');
    await own.connect();
    await own.query('CREATE TABLE mine (id int)');
    await expect(own.query('CREATE ROLE another')).rejects.toThrow('permission denied');
    await own.end();
    for (const database of ['vault', 'postgres', 'template1']) await expect(as('gateway', database).connect()).rejects.toThrow('permission denied');
  });

  it('sets a new password for a role that exists', async () => {
    const server = await start();
    await asAdmin(server, async (admin) => {
      await provisionDatabase(admin, { name: 'vault', password: "it's old" });
      await provisionDatabase(admin, { name: 'vault', password: "it's new" });
    });
    const client = new pg.Client({ connectionString: databaseUrl(server.address, { user: 'vault', password: "it's new", database: 'vault' }) });
    await client.connect();
    const { rows } = await client.query('SELECT current_user AS role');
    await client.end();
    expect(rows).toEqual([{ role: 'vault' }]);
  });
});
