import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../command.errors.js';
import { holdsData } from './data-folder.js';
import type { Layout } from './layout.js';
import { writeDurably } from './write-durably.js';

const BYTES = 32;

export function newSecret(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** A secret of the installation: made on the first start, read on every later one. */
export function installationSecret(layout: Layout, name: string): string {
  const file = path.join(layout.keys, name);
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new CommandError(`The secret ${file} cannot be read: ${(error as Error).message}.`);
  }
  if (holdsData(layout)) throw new CommandError(`The secret ${file} is missing. Restore the folder ${layout.keys} from a backup.`);
  const secret = newSecret();
  writeDurably(file, `${secret}\n`, 0o600);
  return secret;
}

/** Hands a secret to a service: a file that only this user can read and that ends with the boot. Gives its path. */
export function handOver(layout: Layout, name: string, secret: string): string {
  const file = path.join(layout.secrets, name);
  fs.writeFileSync(file, secret, { mode: 0o600 });
  return file;
}
