import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processAt, type ProcessIdentity, runsStill } from '@mateship/database/embedded';

const POLL_MS = 15;
const PATIENCE_MS = 60_000;

/** Runs `work` while no other process of this machine runs work under the same lock file. A dead holder loses it. */
export async function underLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await take(file);
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

async function take(file: string): Promise<void> {
  const own = `${file}.${randomUUID()}`;
  fs.writeFileSync(own, JSON.stringify(processAt(process.pid)));
  try {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(POLL_MS)) {
      try {
        // A link appears with its content, or not at all.
        fs.linkSync(own, file);
        return;
      } catch {
        if (isAbandoned(file)) fs.rmSync(file, { force: true });
      }
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
  throw new Error(`The lock ${file} is not released.`);
}

function isAbandoned(file: string): boolean {
  try {
    return !runsStill(JSON.parse(fs.readFileSync(file, 'utf8')) as ProcessIdentity);
  } catch {
    return false;
  }
}
