import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { AppManifest } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import { AppCatalogue } from '../src/apps/app-catalogue.js';
import { AppFleet } from '../src/apps/runtime/app-fleet.js';
import { ProcessLauncher } from '../src/apps/runtime/process-launcher.js';
import { choosePlaces } from '../src/apps/runtime/runtime-places.js';

const PROGRAM = `
import fs from 'node:fs';
import http from 'node:http';
const socket = process.env.MATESHIP_LISTEN.slice(5);
const attempt = (action) => { try { action(); return 'allowed'; } catch (error) { return error.code ?? error.message; } };
http.createServer((request, response) => {
  if (request.url === '/crash') process.exit(3);
  const facts = {
    pid: process.pid,
    uid: process.getuid(),
    secret: fs.readFileSync(process.env.MATESHIP_APP_SECRET_FILE, 'utf8').length,
    environment: Object.keys(process.env).filter((name) => /PASSWORD|SECRET|TOKEN|DATABASE|VAULT/.test(name)),
    passwords: attempt(() => fs.readFileSync('/etc/passwd')),
    neighbour: attempt(() => fs.readdirSync(new URL('../..', import.meta.url))),
    write: attempt(() => fs.writeFileSync(new URL('./planted', import.meta.url), 'x')),
    child: process.permission.has('child'),
    worker: process.permission.has('worker'),
  };
  response.end(JSON.stringify(facts));
}).listen(socket);
process.stdin.on('end', () => process.exit(0)).resume();
process.on('SIGTERM', () => process.exit(0));
`;

interface Facts {
  pid: number;
  uid: number;
  secret: number;
  environment: string[];
  passwords: string;
  neighbour: string;
  write: string;
  child: boolean;
  worker: boolean;
}

describe('the embedded app runtime', () => {
  let folder: string;
  let events: string[];
  let runtime: AppFleet;
  let places: ReturnType<typeof choosePlaces>;

  const launch = (program = PROGRAM, idleMs = 60_000, secretLifeMs?: number) => {
    const bundle = path.join(folder, 'bundles', 'probe');
    mkdirSync(bundle, { recursive: true });
    writeFileSync(path.join(bundle, 'main.mjs'), program);
    const manifest = AppManifest.parse({ id: 'probe', publisher: 'test', version: '1.0.0', name: 'Probe', description: 'Looks around.', skills: [{ id: 'look', title: 'L', description: 'L', input: { type: 'object' }, output: { type: 'object' } }] });
    const catalogue = new AppCatalogue([{ manifest, folder: bundle }]);
    places = choosePlaces({ apps: catalogue.all(), runDir: path.join(folder, 'run'), dataDir: path.join(folder, 'data'), secrets: () => ({}) });
    runtime = new AppFleet(catalogue, new ProcessLauncher(places), { idleMs: () => idleMs, secretLifeMs, onEvent: (_app, event) => events.push(event), onTrouble: () => undefined });
    return runtime;
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'runtime-'));
    events = [];
  });

  afterEach(async () => {
    await runtime.shutdown();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (target: string, url = '/'): Promise<Facts> =>
    new Promise((resolve, reject) => {
      http
        .get({ socketPath: target.slice(5), path: url, agent: false }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text) as Facts));
        })
        .on('error', reject);
    });

  it('starts nothing before the first call', () => {
    launch();
    expect(runtime.status('probe')).toEqual({ state: 'sleeping', lastUsedAt: null, lastWakeMs: null });
    expect(runtime.secretOf('probe')).toBeNull();
  });

  it('wakes once for many first calls', async () => {
    launch();
    const leases = await Promise.all(Array.from({ length: 20 }, () => runtime.acquire('probe')));
    const pids = await Promise.all(leases.map(async ({ endpoint }) => (await ask(endpoint.target)).pid));
    expect(new Set(pids).size).toBe(1);
    expect(events.filter((event) => event === 'woke')).toHaveLength(1);
    expect(runtime.status('probe').state).toBe('awake');
  });

  it('gives the app its bundle and its secret, and nothing else', async () => {
    launch();
    const { endpoint } = await runtime.acquire('probe');
    const facts = await ask(endpoint.target);
    expect(facts).toMatchObject({ secret: 43, environment: ['MATESHIP_APP_SECRET_FILE', 'MATESHIP_SECRETS_DIR'], passwords: 'ERR_ACCESS_DENIED', neighbour: 'ERR_ACCESS_DENIED', write: 'ERR_ACCESS_DENIED', child: false, worker: false });
  });

  it('runs under a user of its own when it is started by root', async () => {
    launch();
    const { endpoint } = await runtime.acquire('probe');
    const mine = process.getuid?.();
    const { uid } = await ask(endpoint.target);
    if (mine === 0) expect(uid).toBeGreaterThanOrEqual(61_000);
    else expect(uid).toBe(mine);
  });

  it('falls asleep when nobody used it for its idle time, and never under a call', async () => {
    launch(PROGRAM, 150);
    const lease = await runtime.acquire('probe');
    const { pid } = await ask(lease.endpoint.target);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(runtime.status('probe').state).toBe('awake');
    lease.release();
    await eventually(() => runtime.status('probe').state === 'sleeping' && events.includes('slept'));
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('gives every start a new secret', async () => {
    launch();
    const first = await runtime.acquire('probe');
    first.release();
    await runtime.sleep('probe');
    const second = await runtime.acquire('probe');
    expect(second.endpoint.secret.equals(first.endpoint.secret)).toBe(false);
    expect(runtime.secretOf('probe')?.equals(second.endpoint.secret)).toBe(true);
  });

  it('starts an idle app again when its secret has grown old, and never under a call', async () => {
    launch(PROGRAM, 60_000, 100);
    const first = await runtime.acquire('probe');
    await new Promise((resolve) => setTimeout(resolve, 150));
    const during = await runtime.acquire('probe');
    expect(during.endpoint).toBe(first.endpoint);
    first.release();
    during.release();
    const after = await runtime.acquire('probe');
    expect(after.endpoint.secret.equals(first.endpoint.secret)).toBe(false);
  });

  it('restarts an app that crashed, after a pause', async () => {
    launch();
    const lease = await runtime.acquire('probe');
    await ask(lease.endpoint.target, '/crash').catch(() => undefined);
    lease.release();
    await eventually(() => runtime.status('probe').state === 'crashed');
    await expect(runtime.acquire('probe')).rejects.toMatchObject({ code: 'APP_UNAVAILABLE', retryAfter: 1 });
    await eventually(() => runtime.status('probe').state === 'awake');
    expect(events).toEqual(['woke', 'crashed', 'woke']);
  });

  it('says so when an app cannot start, and waits longer each time', async () => {
    launch('process.exit(1);');
    await expect(runtime.acquire('probe')).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
    expect(runtime.status('probe').state).toBe('crashed');
    await expect(runtime.acquire('probe')).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
    expect(events.filter((event) => event === 'crashed')).toHaveLength(1);
  });

  it('starts nothing after it was shut down', async () => {
    launch();
    const { endpoint } = await runtime.acquire('probe');
    const { pid } = await ask(endpoint.target);
    await runtime.shutdown();
    expect(() => process.kill(pid, 0)).toThrow();
    await expect(runtime.acquire('probe')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });

  it('clears away what its apps ran from', async () => {
    launch();
    await runtime.acquire('probe');
    await runtime.shutdown();
    expect(existsSync(places.runDir)).toBe(false);
  });

  it('leaves no file behind that others can read', async () => {
    launch();
    await runtime.acquire('probe');
    expect(() => readFileSync(path.join(places.runDir, 'probe', 'nothing'))).toThrow();
    const { statSync } = await import('node:fs');
    expect(statSync(path.join(places.runDir, 'probe', 'identity')).mode & 0o777).toBe(0o400);
    expect(statSync(path.join(places.runDir, 'probe')).mode & 0o777).toBe(0o700);
  });
});
