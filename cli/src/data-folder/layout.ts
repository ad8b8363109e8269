import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/** Where everything lies; the same in every release, so that any release can read the data of an older one. */
export interface Layout {
  data: string;
  version: string;
  /** Home of the embedded PostgreSQL. */
  postgres: string;
  /** Secrets that live as long as the installation. */
  keys: string;
  /** The vault's own key file. */
  vaultKey: string;
  logs: string;
  cache: string;
  /** Lock and state of the launcher. */
  lock: string;
  state: string;
  /** Sockets and per-boot secrets. Short enough for socket paths. */
  run: string;
  secrets: string;
  firstInvite: string;
}

// Sockets of apps get names of up to 40 characters below it, and a socket path holds about 100 bytes.
const LONGEST_RUN_PATH = 55;

export function layoutOf(dataDir: string): Layout {
  const data = path.resolve(dataDir);
  const near = path.join(data, 'run');
  const user = process.getuid?.() ?? 0;
  const far = path.join(os.tmpdir(), `mateship-${user}-${createHash('sha256').update(data).digest('hex').slice(0, 10)}`);
  const run = Buffer.byteLength(near) <= LONGEST_RUN_PATH ? near : far;
  return {
    data,
    version: path.join(data, 'version'),
    postgres: path.join(data, 'pg'),
    keys: path.join(data, 'keys'),
    vaultKey: path.join(data, 'keys', 'vault.json'),
    logs: path.join(data, 'logs'),
    cache: path.join(data, 'cache'),
    lock: path.join(data, 'launcher.lock'),
    state: path.join(data, 'launcher.json'),
    run,
    secrets: path.join(run, 'secrets'),
    firstInvite: path.join(run, 'first-invite'),
  };
}
