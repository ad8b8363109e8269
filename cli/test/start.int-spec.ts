import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { eventually } from '@mateship/dev-env';
import pg from 'pg';
import { launch, type Launcher, listenOnSomePort, makeTemplate, pidOf, run, untilReady } from './launcher.js';
import { makeStandIn, type StandIn } from './stand-in.js';

const asRoot = process.getuid?.() === 0;

describe('server start', () => {
  let template: StandIn;
  let standIn: StandIn;
  const launchers = new Set<Launcher>();

  beforeAll(async () => {
    template = await makeTemplate();
  });
  beforeEach(() => {
    standIn = makeStandIn(template.data);
  });
  afterEach(async () => {
    for (const launcher of launchers) launcher.child.kill('SIGTERM');
    await Promise.all([...launchers].map((launcher) => launcher.exited));
    launchers.clear();
    standIn.remove();
  });
  afterAll(() => template.remove());

  function start(args: string[] = []): Launcher {
    const launcher = launch(standIn, args);
    launchers.add(launcher);
    return launcher;
  }

  /** The data folder of an installation that was never started. */
  function forgetData(): void {
    fs.rmSync(standIn.data, { recursive: true });
  }

  it('makes an empty folder a working installation', async () => {
    forgetData();
    await untilReady(start());
    expect(fs.readFileSync(path.join(standIn.data, 'version'), 'utf8')).toBe('1\n');
    expect(fs.readdirSync(path.join(standIn.data, 'keys')).sort()).toEqual(['database-gateway', 'database-postgres', 'database-vault', 'vault.json']);
  });

  it('prints one JSON line with address and invite, and nothing else, on standard output', async () => {
    const launcher = start();
    const ready = await untilReady(launcher);
    expect(ready).toEqual({ ready: true, url: expect.stringMatching(/^http:\/\/localhost:\d+$/), invite: `${ready.url}/signup?token=invite-token` });
    expect(launcher.stdout().trim().split('\n')).toHaveLength(1);
    expect(launcher.stderr()).toContain('PostgreSQL');
    await expect(fetch(ready.url).then((response) => response.text())).resolves.toBe('page');
  });

  it('starts in order and ends in the opposite order with exit code 0', async () => {
    const launcher = start();
    await untilReady(launcher);
    launcher.child.kill('SIGINT');
    await expect(launcher.exited).resolves.toBe(0);
    expect(standIn.trace()).toEqual(['vault start', 'gateway start', 'gateway end SIGTERM', 'vault end SIGTERM']);
    expect(fs.existsSync(path.join(standIn.data, 'pg', 'cluster', 'postmaster.pid'))).toBe(false);
  });

  it('gives each service a database of its own that works', async () => {
    await untilReady(start());
    const urls = ['gateway', 'vault'].map((name) => fs.readFileSync(path.join(standIn.data, 'run', 'secrets', `${name}-database`), 'utf8'));
    const names: unknown[] = [];
    for (const connectionString of urls) {
      const client = new pg.Client({ connectionString });
      await client.connect();
      await client.query('CREATE TABLE own (id int)');
      names.push(...(await client.query('SELECT current_database() AS database, current_user AS role')).rows);
      await client.end();
    }
    expect(names).toEqual(['gateway', 'vault'].map((name) => ({ database: name, role: name })));
  });

  it('keeps secrets in files that only its user can read', async () => {
    await untilReady(start());
    for (const folder of ['keys', 'run', 'run/secrets', 'logs']) expect(fs.statSync(path.join(standIn.data, folder)).mode & 0o777).toBe(0o700);
    const files = ['keys', 'run/secrets'].flatMap((folder) => fs.readdirSync(path.join(standIn.data, folder)).map((name) => path.join(standIn.data, folder, name)));
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const file of files) expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps the passwords of the installation and renews the secrets of the boot', async () => {
    const read = (name: string): string => fs.readFileSync(path.join(standIn.data, name), 'utf8');
    await untilReady(start());
    const before = [read('keys/database-gateway'), read('run/secrets/gateway-vault')];
    await run(standIn, ['stop']);
    await untilReady(start());
    expect(read('keys/database-gateway')).toBe(before[0]);
    expect(read('run/secrets/gateway-vault')).not.toBe(before[1]);
  });

  it('says null instead of the invite once that was used', async () => {
    standIn.useInvite();
    await expect(untilReady(start())).resolves.toMatchObject({ invite: null });
    await expect(run(standIn, ['invite'])).resolves.toMatchObject({ code: 1, stderr: expect.stringContaining('was used') });
  });

  it('refuses a taken port', async () => {
    forgetData();
    const server = await listenOnSomePort();
    const { port } = server.address() as AddressInfo;
    const launcher = start(['--port', String(port)]);
    await expect(launcher.exited).resolves.toBe(1);
    server.close();
    expect(launcher.stderr()).toBe(`Port ${port} is already in use. End what uses it, or choose another one with --port.\n`);
    expect(standIn.trace()).toEqual([]);
  });

  it('refuses a data folder of a newer version', async () => {
    const before = fs.readdirSync(standIn.data);
    fs.writeFileSync(path.join(standIn.data, 'version'), '2\n');
    const launcher = start();
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toContain('was written by a newer version of Mateship');
    expect(fs.readdirSync(standIn.data)).toEqual(before);
  });

  it('refuses a data folder whose database is gone', async () => {
    fs.rmSync(path.join(standIn.data, 'pg'), { recursive: true });
    const launcher = start();
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toMatch(/was used before, but its database .* is missing or empty/);
  });

  it('refuses a data folder whose key file is gone', async () => {
    fs.rmSync(path.join(standIn.data, 'keys', 'vault.json'));
    const launcher = start();
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toMatch(/vault\.json is missing, and nothing that was stored can be read without it/);
    expect(standIn.trace()).toEqual([]);
  });

  it('refuses to make up a password that belongs to existing data', async () => {
    fs.rmSync(path.join(standIn.data, 'keys', 'database-postgres'));
    const launcher = start();
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toMatch(/database-postgres is missing\. Restore the folder/);
  });

  it('refuses a folder that cannot be written', async () => {
    // Root may write everywhere but in the folders of the kernel.
    if (asRoot) standIn.data = '/proc/mateship';
    else fs.chmodSync(standIn.data, 0o500);
    const launcher = start();
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toContain('cannot be written');
    if (!asRoot) fs.chmodSync(standIn.data, 0o700);
  });

  it('refuses a data folder that is a file', async () => {
    forgetData();
    fs.writeFileSync(standIn.data, '');
    const launcher = start();
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toContain('cannot be written');
  });

  it('refuses the container mode in one sentence', async () => {
    const launcher = start(['--compose']);
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr().trim().split('\n')).toHaveLength(1);
  });

  it('refuses a second server on the same data and leaves the first alone', async () => {
    const first = start();
    const { url } = await untilReady(first);
    const second = start();
    await expect(second.exited).resolves.toBe(1);
    expect(second.stderr()).toContain(`already runs on ${standIn.data} (process ${first.child.pid})`);
    await expect(fetch(url).then((response) => response.status)).resolves.toBe(200);
  });

  it('lets only one of several starts at the same moment through', async () => {
    const all = [start(), start(), start()];
    const codes = await Promise.all(all.map((launcher) => Promise.race([launcher.exited, untilReady(launcher).then(() => 'ready')])));
    expect(codes.filter((code) => code === 'ready')).toHaveLength(1);
    expect(codes.filter((code) => code === 1)).toHaveLength(2);
  });

  it('gives up with the words of the service when one does not start', async () => {
    standIn.breakService('gateway');
    const launcher = start();
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toContain('The gateway did not start (exit code 1). the gateway cannot read its database');
    expect(standIn.trace()).toEqual(['vault start', 'vault end SIGTERM']);
  });

  it('ends in order when it is asked to while it starts', async () => {
    forgetData();
    const launcher = start();
    await eventually(() => launcher.stderr().includes('embedded mode'));
    launcher.child.kill('SIGTERM');
    await expect(launcher.exited).resolves.toBe(0);
    await eventually(() => !fs.existsSync(path.join(standIn.data, 'pg', 'cluster', 'postmaster.pid')));
  });

  it('writes the log of each part as JSON lines', async () => {
    await untilReady(start());
    await eventually(() => fs.readFileSync(path.join(standIn.data, 'logs', 'gateway.log'), 'utf8').includes('a plain line'));
    for (const name of ['postgres', 'vault', 'gateway']) {
      const lines = fs.readFileSync(path.join(standIn.data, 'logs', `${name}.log`), 'utf8').trim().split('\n');
      for (const line of lines) expect(JSON.parse(line)).toMatchObject({ service_name: name, message: expect.any(String), timestamp: expect.any(String) });
    }
    await expect(run(standIn, ['logs', 'vault', '-n', '1'])).resolves.toMatchObject({ code: 0, stdout: expect.stringContaining('vault') });
    await expect(run(standIn, ['logs', 'nothing'])).resolves.toMatchObject({ code: 1, stderr: expect.stringContaining('There are:') });
  });

  it('uses a folder elsewhere for sockets when the data folder has a long path', async () => {
    standIn.data = path.join(standIn.data, 'long'.repeat(30));
    const { url } = await untilReady(start());
    await expect(fetch(url).then((response) => response.status)).resolves.toBe(200);
    await expect(pidOf(standIn, 'gateway')).resolves.toBeGreaterThan(0);
  });

  it('reads the public address from mateship.yaml', async () => {
    const config = path.join(standIn.root, 'mateship.yaml');
    fs.writeFileSync(config, 'gateway:\n  publicUrl: https://mates.example\n');
    await expect(untilReady(start())).resolves.toMatchObject({ url: 'https://mates.example', invite: 'https://mates.example/signup?token=invite-token' });
  });

  it.each([
    ['gateway: [', /is not valid/],
    ['gateway:\n  publicUrl: no address\n', /is not valid: .*publicUrl/s],
  ])('refuses a broken mateship.yaml %#', async (content, sentence) => {
    const config = path.join(standIn.root, 'other.yaml');
    fs.writeFileSync(config, content);
    const launcher = start(['--config', config]);
    await expect(launcher.exited).resolves.toBe(1);
    expect(launcher.stderr()).toMatch(sentence);
  });
});
