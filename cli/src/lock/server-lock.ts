import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processAt, type ProcessIdentity, runsStill } from '@mateship/database/embedded';
import { CommandError } from '../command.errors.js';
import type { Layout } from '../data-folder/layout.js';

// Longer than any pause between looking at a dead launcher's lock and replacing it.
const SETTLE_MS = 100;

/** The launcher that works on this data folder now, or null. */
export function runningLauncher(layout: Layout): ProcessIdentity | null {
  const holder = readLock(layout);
  return holder !== null && runsStill(holder) ? holder : null;
}

/** Makes this process the only launcher of the data folder; a dead launcher loses the lock. */
export async function takeLock(layout: Layout): Promise<void> {
  const own = processAt(process.pid);
  if (own === null) throw new CommandError('The start time of this process cannot be read, so the data folder cannot be locked. Is "ps" installed?');
  const mine = `${layout.lock}.${own.pid}`;
  fs.writeFileSync(mine, JSON.stringify(own), { mode: 0o644 });
  try {
    try {
      // A link appears with its content, or not at all.
      fs.linkSync(mine, layout.lock);
    } catch {
      refuseWhenRunning(layout);
      fs.renameSync(mine, layout.lock);
      await sleep(SETTLE_MS);
    }
    const holder = readLock(layout);
    if (holder?.pid !== own.pid || holder.startTime !== own.startTime) refuseWhenRunning(layout);
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

export function releaseLock(layout: Layout): void {
  if (readLock(layout)?.pid === process.pid) fs.rmSync(layout.lock, { force: true });
}

function refuseWhenRunning(layout: Layout): void {
  const holder = runningLauncher(layout);
  if (holder === null || holder.pid === process.pid) return;
  throw new CommandError(`A Mateship server already runs on ${layout.data} (process ${holder.pid}). Use it, or end it with "stop" first.`);
}

function readLock(layout: Layout): ProcessIdentity | null {
  try {
    return JSON.parse(fs.readFileSync(layout.lock, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
