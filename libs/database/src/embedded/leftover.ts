import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { isPostmaster, readPostmasterFile } from './postmaster-file.js';
import { processAt, runsStill } from './process-identity.js';

const POLL_MS = 20;

/** Ends the server that an earlier launcher left behind, and removes a postmaster.pid that belongs to nobody. */
export async function endLeftover(cluster: string): Promise<void> {
  const file = readPostmasterFile(cluster);
  if (file !== null && isPostmaster(file, cluster)) await endPostmaster(file.pid);
  // PostgreSQL would take any process that now has the old pid for its own server.
  fs.rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
}

/** Fast shutdown (SIGINT) first; immediate (SIGQUIT, crash recovery at the next start) when that takes too long. */
export async function endPostmaster(pid: number, patienceMs = 25_000): Promise<void> {
  for (const [signal, wait] of [['SIGINT', patienceMs], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const) {
    if (await endedAfter(pid, signal, wait)) return;
  }
  throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not end. End it by hand and start again.`);
}

async function endedAfter(pid: number, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  const identity = processAt(pid);
  if (identity === null) return true;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
    throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) runs as another user and cannot be ended. Start as that user or as root.`, { cause: error });
  }
  for (const deadline = Date.now() + waitMs; Date.now() < deadline; await sleep(POLL_MS)) {
    if (!runsStill(identity)) return true;
  }
  return false;
}
