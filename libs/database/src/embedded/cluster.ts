import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { type RunIdentity, SYSTEM_PATH } from './run-identity.js';

/** Name of the folder of the cluster in its home; a half-made one has another name until it is complete. */
export const CLUSTER = 'cluster';
const UNFINISHED = 'cluster-unfinished';

/** The major version that wrote the cluster, or null when there is none yet. */
export function clusterVersion(home: string): string | null {
  try {
    return fs.readFileSync(path.join(home, CLUSTER, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return null;
  }
}

/** Makes the cluster under another name and renames it when it is complete, so that a cut leaves nothing half-made. */
export async function initCluster(home: string, identity: RunIdentity, settings: { password: string; durable: boolean }): Promise<void> {
  const unfinished = path.join(home, UNFINISHED);
  const passwordFile = path.join(home, 'password');
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.rmSync(passwordFile, { force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  fs.writeFileSync(passwordFile, settings.password, { mode: 0o600 });
  try {
    if (identity.owner !== undefined) for (const file of [unfinished, passwordFile]) fs.chownSync(file, identity.owner, identity.owner);
    await run(identity, home, [
      'initdb', '-D', unfinished, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
      // PostgreSQL's own C.UTF-8 needs no locale of the operating system and sorts the same on each.
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions', ...(settings.durable ? [] : ['--no-sync']),
    ]);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.renameSync(unfinished, path.join(home, CLUSTER));
}

async function run(identity: RunIdentity, cwd: string, [tool, ...args]: [string, ...string[]]): Promise<void> {
  const [command, ...rest] = [...identity.prefix, path.join(identity.native, 'bin', tool), ...args] as [string, ...string[]];
  const child = spawn(command, rest, { cwd, uid: identity.user, gid: identity.user, env: { PATH: SYSTEM_PATH, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [errors, , [code]] = await Promise.all([text(child.stderr), text(child.stdout), once(child, 'close') as Promise<[number | null]>]);
  if (code !== 0) throw new EmbeddedPostgresError(`${tool} failed: ${errors.trim().split('\n').slice(-3).join(' ')}`);
}
