import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a condition holds; generous, since machines may be slow. */
export async function eventually(condition: () => boolean | Promise<boolean>, limitMs = 25_000): Promise<void> {
  for (const end = Date.now() + limitMs; !(await condition()); await sleep(20)) {
    if (Date.now() > end) throw new Error(`never came true: ${condition.toString()}`);
  }
}
