import fs from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgres } from '@mateship/database/embedded';
import { CommandError } from '../command.errors.js';
import type { Layout } from './layout.js';
import { writeDurably } from './write-durably.js';

/** Counts the layouts of the data folder; a release reads all numbers up to its own. */
export const DATA_VERSION = 1;

/**
 * Makes the data folder or checks that this release may use the one that is there. Changes nothing when it refuses.
 * @param keysElsewhere keys are in Vault: then only the vault service knows whether it needs the key file.
 */
export function openDataFolder(layout: Layout, keysElsewhere = false): void {
  makeWritable(layout.data);
  const version = readVersion(layout);
  if (version === null) return;
  if (version > DATA_VERSION) {
    throw new CommandError(`The data folder ${layout.data} was written by a newer version of Mateship (layout ${version}; this version knows ${DATA_VERSION}). Start the newer version, or choose another folder with --data-dir.`);
  }
  if (!EmbeddedPostgres.hasCluster(layout.postgres)) {
    throw new CommandError(`The data folder ${layout.data} was used before, but its database ${layout.postgres} is missing or empty. Restore it from a backup, or choose a new folder with --data-dir.`);
  }
  if (!keysElsewhere && !fs.existsSync(layout.vaultKey)) {
    throw new CommandError(`The key file ${layout.vaultKey} is missing, and nothing that was stored can be read without it. Restore it from a backup, or choose a new folder with --data-dir.`);
  }
}

/** Notes that the folder now holds data; from here on missing parts are refused, not made again. */
export function markDataFolder(layout: Layout): void {
  if (readVersion(layout) !== DATA_VERSION) writeDurably(layout.version, `${DATA_VERSION}\n`, 0o644);
}

/** Whether a server was ever ready on this folder. */
export function holdsData(layout: Layout): boolean {
  return fs.existsSync(layout.version);
}

function readVersion(layout: Layout): number | null {
  let text: string;
  try {
    text = fs.readFileSync(layout.version, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CommandError(`${layout.version} cannot be read: ${(error as Error).message}.`);
  }
  if (!/^\d+$/.test(text)) throw new CommandError(`${layout.version} does not hold a version number. Restore it from a backup, or choose another folder with --data-dir.`);
  return Number(text);
}

function makeWritable(folder: string): void {
  try {
    // As root the database runs as another user, which must be able to pass through.
    makeFolder(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    const probe = path.join(folder, `.write-${process.pid}`);
    fs.writeFileSync(probe, '');
    fs.rmSync(probe);
  } catch (error) {
    throw new CommandError(`The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}). Choose another one with --data-dir, or give yourself write access.`);
  }
}

/** Node's own `recursive` never comes back from places such as /proc, where folders exist that cannot hold others. */
function makeFolder(folder: string, mode: number): void {
  if (fs.existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (!fs.existsSync(parent)) makeFolder(parent, mode);
  fs.mkdirSync(folder, { mode });
}
