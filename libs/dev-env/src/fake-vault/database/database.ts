import type { Clock } from '../clock.js';
import type { LeaseStore } from '../leases/lease-store.js';
import type { Backend } from '../routes.js';

export function database(_mount: string, _leases: LeaseStore, _clock: Clock): Backend {
  return { type: 'database', routes: [] };
}
