import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startedAtSeconds } from './process-identity.js';

/** What PostgreSQL writes to postmaster.pid, one value per line (miscadmin.h: LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  pid: number;
  dataFolder: string;
  /** Seconds since 1970. */
  startedAt: number;
  /** Whether connections are accepted. */
  ready: boolean;
}

/** Reads postmaster.pid of a cluster; null when there is none or it is not complete yet. */
export function readPostmasterFile(cluster: string): PostmasterFile | null {
  try {
    const [pid, dataFolder, startedAt, , , , , status] = fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    if (!pid || !dataFolder) return null;
    return { pid: Math.abs(Number(pid)), dataFolder, startedAt: Number(startedAt ?? 0), ready: status?.trim() === 'ready' };
  } catch {
    return null;
  }
}

const CLOCK_TOLERANCE_SECONDS = 60;

/**
 * Whether the process named there is really the server of this cluster: after a crash its pid may belong to
 * anybody. A postmaster works in its data folder and started before it wrote the file.
 */
export function isPostmaster({ pid, startedAt }: PostmasterFile, cluster: string): boolean {
  const started = startedAtSeconds(pid);
  if (started === null || started > startedAt + CLOCK_TOLERANCE_SECONDS) return false;
  if (process.platform !== 'linux') return commandOf(pid).includes(cluster);
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(cluster);
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
