import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 10;
const PATIENCE_MS = 30_000;

/** Waits until a check says yes; fails when it never does. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await check()); await sleep(POLL_MS)) {
    if (Date.now() > deadline) throw new Error(`this never came true: ${String(check)}`);
  }
}
