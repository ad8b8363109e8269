import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { copyNative, type NativePackage } from './native-folder.js';

const NOBODY = 65_534;
const MAP_TO_NOBODY: [string, ...string[]] = ['unshare', '--user', `--map-user=${NOBODY}`];

/** As whom PostgreSQL runs, since it refuses to run as root. */
export interface RunIdentity {
  /** Folder of the binaries that this identity can reach. */
  native: string;
  /** Put in front of every command line. */
  prefix: string[];
  /** User and group of the process; undefined means the caller's own. */
  user: number | undefined;
  /** Who must own the files of the cluster; undefined means that nothing needs to change. */
  owner: number | undefined;
}

/**
 * Picks the identity. An ordinary user runs PostgreSQL as themselves. Root runs it as the owner of the cluster
 * or as nobody, with copied binaries when the installed ones lie below a private folder. Where that user cannot
 * reach the cluster, a user namespace makes root look like nobody to PostgreSQL.
 */
export function chooseIdentity(native: NativePackage, home: string): RunIdentity {
  if (process.getuid?.() !== 0) return ordinary(native);
  const owner = fs.statSync(home).uid;
  const user = owner === 0 ? NOBODY : owner;
  if (reaches(user, path.dirname(home))) {
    if (runs(native.folder, user)) return { native: native.folder, prefix: [], user, owner: user };
    const copy = copyNative(native);
    if (runs(copy, user)) return { native: copy, prefix: [], user, owner: user };
  }
  if (canMap(native.folder)) return { native: native.folder, prefix: MAP_TO_NOBODY, user: undefined, owner: 0 };
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and no other user can reach ${path.dirname(home)}. Start as an ordinary user, or choose with --data-dir a folder whose parent folders everybody may enter.`,
  );
}

/** initdb insists on an entry in the user database; containers often run as a uid that has none. */
function ordinary(native: NativePackage): RunIdentity {
  const plain = { native: native.folder, prefix: [], user: undefined, owner: undefined };
  if (process.platform === 'win32' || hasName()) return plain;
  if (canMap(native.folder)) return { ...plain, prefix: MAP_TO_NOBODY };
  throw new EmbeddedPostgresError(`PostgreSQL needs a user with a name, and user id ${process.getuid?.()} has none. Start as a user that /etc/passwd knows.`);
}

function hasName(): boolean {
  try {
    return os.userInfo().username !== '';
  } catch {
    return false;
  }
}

/** Whether this system lets a process call itself nobody while it keeps its real rights. */
function canMap(native: string): boolean {
  const [command, ...args] = [...MAP_TO_NOBODY, path.join(native, 'bin', 'postgres'), '--version'];
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function reaches(user: number, folder: string): boolean {
  return attempt('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], user);
}

function runs(native: string, user: number): boolean {
  return attempt(path.join(native, 'bin', 'postgres'), ['--version'], user);
}

function attempt(command: string, args: string[], user: number): boolean {
  const options: SpawnSyncOptions = { uid: user, gid: user, stdio: 'ignore', cwd: '/' };
  return spawnSync(command, args, options).status === 0;
}

/** PostgreSQL gets a small environment of its own, so that no PG* variable of the caller reaches it. */
export const SYSTEM_PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';
