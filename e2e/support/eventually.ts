import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Waits until a check says yes; fails when it does not within the time. */
export async function eventually(what: string, check: () => boolean | Promise<boolean>, patienceMs = 30_000): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(POLL_MS)) {
    if (await check()) return;
  }
  throw new Error(`${what}: still not so after ${patienceMs} ms`);
}
