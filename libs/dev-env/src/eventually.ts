import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait, and for what; both have defaults. */
export interface Patience {
  /** What is waited for, for the error; the text of the check when left out. */
  what?: string;
  /** Milliseconds; 30,000 when left out, since machines may be busy. */
  patienceMs?: number;
}

const POLL_MS = 15;
const PATIENCE_MS = 30_000;

/** Waits until a check says yes. @throws Error when it never does */
export async function eventually(check: () => boolean | Promise<boolean>, { what = String(check), patienceMs = PATIENCE_MS }: Patience = {}): Promise<void> {
  for (const deadline = performance.now() + patienceMs; !(await check()); await sleep(POLL_MS)) {
    if (performance.now() > deadline) throw new Error(`this did not come true in ${patienceMs} ms: ${what}`);
  }
}
