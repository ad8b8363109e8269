import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import type { RunIdentity } from './run-identity.js';

// sun_path holds 104 bytes on macOS and 108 on Linux, with the final zero.
const LONGEST = 100;

/** Makes the private folder of the Unix socket: in the home of the cluster, or in the temp folder when that path is too long. */
export function makeSocketFolder(home: string, port: number, identity: RunIdentity): string {
  const near = path.join(home, 'socket');
  const fits = Buffer.byteLength(path.join(near, `.s.PGSQL.${port}`)) < LONGEST;
  const folder = fits ? near : path.join(os.tmpdir(), `mateship-pg-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`);
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  const trusted = [process.getuid?.(), identity.owner];
  if (stat !== undefined && (!stat.isDirectory() || !trusted.includes(stat.uid))) throw new EmbeddedPostgresError(`${folder} belongs to another user. Remove it and start again.`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { mode: 0o700 });
  if (identity.owner !== undefined) fs.chownSync(folder, identity.owner, identity.owner);
  return folder;
}
