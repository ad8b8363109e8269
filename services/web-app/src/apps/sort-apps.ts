import type { AdminApp } from '@mateship/contracts';

/** What waits for an administrator first, then by name. */
export function sortApps(apps: readonly AdminApp[]): AdminApp[] {
  return apps.toSorted((a, b) => Number(isWaiting(b)) - Number(isWaiting(a)) || a.name.localeCompare(b.name));
}

/** Whether the app stays down until an administrator does something. */
export function isWaiting({ state }: Pick<AdminApp, 'state'>): boolean {
  return state === 'needs_attention';
}
