import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, start, stop } from './processes.mjs';

export const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
/** What is measured: this checkout, or another one that was built. */
const BUILT = process.env.BENCH_ROOT ?? ROOT;
const CLI = path.join(BUILT, 'cli', 'dist', 'main.mjs');
const PASSWORD = 'a long enough password';

/** A folder of this run, removed when the bench ends. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `mateship-bench-${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A root for the launcher with the built services and only the given apps (folders with app.yaml and main.mjs). */
export function rootWithApps(apps) {
  const root = temporaryFolder('root');
  mkdirSync(path.join(root, 'services', 'apps'), { recursive: true });
  for (const service of ['gateway', 'vault', 'web-app']) symlinkSync(path.join(BUILT, 'services', service), path.join(root, 'services', service));
  for (const app of apps) cpSync(app, path.join(root, 'services', 'apps', path.basename(app)), { recursive: true });
  return root;
}

/**
 * Starts the platform as an admin does, in its embedded mode. `startMs` is the time to the ready line.
 * `config` is the text of a mateship.yaml; `env` reaches launcher and services.
 */
export async function startPlatform({ dataDir = temporaryFolder('data'), config, env, port } = {}) {
  if (!existsSync(CLI)) throw new Error('The platform is not built: run npm run build first.');
  const args = ['server', 'start', '--embedded', '--json', '--port', String(port ?? (await freePort())), '--data-dir', dataDir];
  if (config !== undefined) {
    const file = path.join(temporaryFolder('config'), 'mateship.yaml');
    writeFileSync(file, config);
    args.push('--config', file);
  }
  const begun = performance.now();
  const launcher = start(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { url, invite } = await readyLine(launcher);
  const startMs = performance.now() - begun;
  const { processes } = JSON.parse(readFileSync(path.join(dataDir, 'launcher.json'), 'utf8'));
  const pids = Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, pid]));
  return { url, port: Number(new URL(url).port), dataDir, startMs, launcher: launcher.pid, pids, invite, stop: () => stop(launcher) };
}

/** With PROFILE=<folder>, makes every process of the platform write a V8 CPU profile there when it ends. */
export function profiling() {
  const { PROFILE } = process.env;
  return PROFILE ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.resolve(PROFILE)}` } : {};
}

/** Makes the first account, whose holder is the admin, and an API key for everything. */
export async function firstAccount(platform) {
  const inviteToken = new URL(platform.invite).searchParams.get('token');
  await post(platform, '/v1/auth/signup', { inviteToken, username: 'bench', email: 'bench@example.org', password: PASSWORD });
  const { accessToken } = await post(platform, '/v1/auth/login', { login: 'bench', password: PASSWORD });
  const { key } = await post(platform, '/v1/api_keys', { name: 'bench', scopes: ['chat', 'skills', 'models'] }, accessToken);
  return { accessToken, key };
}

/** As {@link firstAccount}; gives the key. */
export async function firstApiKey(platform) {
  return (await firstAccount(platform)).key;
}

/** Has an app started and never put to sleep. */
export function keepAwake(platform, accessToken, app) {
  return send(platform, 'PATCH', `/v1/admin/apps/${app}`, { pinned: true }, accessToken);
}

/** Posts JSON and gives the answer's; throws with the body when it is not a success. */
export function post(platform, route, body, credential) {
  return send(platform, 'POST', route, body, credential);
}

async function send(platform, method, route, body, credential) {
  const headers = { 'content-type': 'application/json', ...(credential ? { authorization: `Bearer ${credential}` } : {}) };
  const response = await fetch(platform.url + route, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Uploads a PDF; gives its id. */
export async function upload(platform, key, bytes) {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type: 'application/pdf' }), 'bench.pdf');
  const response = await fetch(`${platform.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form });
  if (!response.ok) throw new Error(`the upload answered ${response.status}: ${await response.text()}`);
  return (await response.json()).id;
}

function readyLine(launcher) {
  return new Promise((resolve, reject) => {
    let output = '';
    let progress = '';
    launcher.stderr.on('data', (chunk) => (progress = (progress + chunk).slice(-4000)));
    launcher.stdout.on('data', (chunk) => {
      output += chunk;
      const line = output.split('\n').find((candidate) => candidate.includes('"ready"'));
      if (line) resolve(JSON.parse(line));
    });
    launcher.once('exit', (code) => reject(new Error(`the launcher ended with ${code}:\n${progress}`)));
  });
}
