import { performance } from 'node:perf_hooks';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

/** Longer than any suite needs to open an envelope on a machine with nothing else to do. */
const STEP_MS = 2;

/**
 * Waits until a whole number of steps has passed since `begun`, a value of `performance.now()`, so that what came between
 * cannot be told from the time. It asks the clock in each turn of the loop: a timer is set when the work ends, and would be
 * late by as much as the work was long.
 */
export async function refusalStep(begun: number): Promise<void> {
  const steps = Math.floor((performance.now() - begun) / STEP_MS) + 1;
  while (performance.now() - begun < steps * STEP_MS) await turnOfTheLoop();
}
