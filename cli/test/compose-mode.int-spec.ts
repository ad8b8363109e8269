import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type FakeCheckout, makeFakeCheckout } from './fake-checkout.js';

const PORT = '47181';
const GIB = 1024 ** 3;

describe('start-server.sh on a machine with a Docker Engine', () => {
  let checkout: FakeCheckout;
  beforeEach(() => {
    checkout = makeFakeCheckout();
  });
  afterEach(() => checkout.remove());

  const asked = (verb: string) => checkout.trace().filter((line) => line.startsWith(`docker compose ${verb}`));
  const start = (...args: string[]) => checkout.start(['--port', PORT, ...args]);

  it('builds, starts the core without the apps, waits and prints where it is', async () => {
    checkout.docker();
    const { code, stdout, stderr } = await start('--json');
    expect(stderr).toMatch(/✓ Building images .*\n.*✓ Starting containers/);
    expect(JSON.parse(stdout)).toEqual({ ready: true, url: `http://localhost:${PORT}`, invite: `http://localhost:${PORT}/signup?token=token` });
    expect(code).toBe(0);
    expect(asked('up')).toEqual([expect.stringMatching(/^docker compose up --detach --no-build --wait .* gateway web-app$/)]);
    expect(checkout.trace().join()).not.toContain('npm ci');
  });

  it('tells a person what to do next', async () => {
    checkout.docker({ invite: null });
    const { stdout } = await start();
    expect(stdout).toContain(`Mateship: http://localhost:${PORT}`);
    expect(stdout).toContain('./start-server.sh status, logs or stop');
    expect(stdout).not.toContain('administrator');
  });

  it('builds no second time when nothing changed, and again when a source or a deployment file did', async () => {
    checkout.docker();
    await start();
    await start();
    expect(asked('build')).toHaveLength(1);
    checkout.write('services/gateway/src/main.ts', '2');
    await start();
    checkout.write('deploy/caddy/Caddyfile', 'x');
    await start();
    expect(asked('build')).toHaveLength(3);
  });

  it('keeps what the administrator wrote in .env but for the port that was asked for', async () => {
    checkout.docker();
    checkout.write('.env', '# mine\nMATESHIP_PORT=1\nOTHER=x\n');
    await start();
    expect(fs.readFileSync(path.join(checkout.root, '.env'), 'utf8')).toBe(`# mine\nMATESHIP_PORT=${PORT}\nOTHER=x\n`);
  });

  it.each([
    ['an old Engine', { api: '1.40' }, /API 1\.40; Mateship needs 1\.41/],
    ['an old Compose', { compose: '2.25.9' }, /Compose is 2\.25\.9; Mateship needs 2\.26/],
    ['little memory', { memory: GIB }, /has 1\.0 GiB of memory; Mateship needs 2 GiB/],
  ])('refuses %s in one sentence', async (_what, differences, sentence) => {
    checkout.docker(differences);
    const { code, stdout, stderr } = await start();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim()).toMatch(sentence);
    expect(asked('up')).toEqual([]);
  });

  it('names known holes of old parts and goes on', async () => {
    checkout.docker({ engine: '20.10.24+dfsg1', runc: '1.1.5', compose: '2.26.1-4' });
    const { code, stderr } = await start();
    for (const hole of ['CVE-2024-29018', 'CVE-2025-31133', 'CVE-2025-62725']) expect(stderr).toContain(hole);
    expect(code).toBe(0);
  });

  it('refuses a taken port before it builds', async () => {
    checkout.docker();
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const { code, stderr } = await checkout.start(['--port', String(port)]);
    taken.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
    expect(asked('build')).toEqual([]);
  });

  it.each([
    ['both modes', ['--embedded', '--compose'], 'Choose either'],
    ['a data folder for containers', ['--compose', '--data-dir', '/x'], '--data-dir belongs to the embedded mode'],
    ['a port that is none', ['--compose', '--port', '0'], 'a number from 1 to 65535'],
  ])('refuses %s', async (_what, args, sentence) => {
    checkout.docker();
    expect(await checkout.start(args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(sentence) });
  });

  it('starts without containers when told so, when a data folder is named, and where embedded data lies', async () => {
    checkout.docker();
    for (const args of [['--embedded'], ['--data-dir', '/x']]) expect((await checkout.start(args)).stdout).toContain('"start"');
    fs.rmSync(path.join(checkout.root, '.cache'), { recursive: true });
    checkout.write('data/version', '1');
    expect((await checkout.start()).stderr).toContain('this checkout ran so before');
    expect(asked('up')).toEqual([]);
  });

  it('starts without containers where Compose is missing', async () => {
    checkout.docker({ compose: null });
    expect((await checkout.start()).stderr).toContain('no Docker Engine with Compose answers');
  });

  it('tells whether it runs, also by its exit code', async () => {
    checkout.docker();
    expect((await checkout.start(['status', '--json', '--compose'])).code).toBe(3);
    checkout.docker({ running: true });
    const { code, stdout } = await checkout.start(['status', '--json', '--compose']);
    expect([code, JSON.parse(stdout)]).toEqual([0, { running: true, mode: 'compose', url: 'http://localhost:8080', services: ['gateway', 'web-app'] }]);
  });

  it('stops, shows logs and uninstalls; data goes only when that is said', async () => {
    checkout.docker();
    await start();
    for (const args of [['stop'], ['logs', 'gateway', '-n', '5'], ['uninstall'], ['uninstall', '--delete-data']]) expect((await checkout.start(args)).code).toBe(0);
    expect(asked('stop')).toHaveLength(1);
    expect(asked('logs')).toEqual(['docker compose logs --no-log-prefix --tail 5 gateway']);
    expect(asked('down')).toEqual(['docker compose down --remove-orphans', 'docker compose down --remove-orphans --volumes']);
  });
});
