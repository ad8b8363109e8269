import type { AdminApp } from '@mateship/contracts';

type Life = Pick<AdminApp, 'state' | 'memoryBytes'>;

/** Which words or numbers stand for what an app uses right now. */
export type UsageKind = 'measured' | 'unmeasured' | 'asleep' | 'stopped';

/** A running app of 0 bytes could not be measured: it has just started, or the host does not tell. */
export function usageKind({ state, memoryBytes }: Life): UsageKind {
  if (memoryBytes > 0) return 'measured';
  if (state === 'sleeping') return 'asleep';
  return state === 'awake' || state === 'waking' ? 'unmeasured' : 'stopped';
}

/** How many apps are awake, and the bytes that all of them hold together. */
export function totalUsage(apps: readonly Life[]): { awake: number; memoryBytes: number } {
  return {
    awake: apps.filter(({ state }) => state === 'awake').length,
    memoryBytes: apps.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}
