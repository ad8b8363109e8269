import type { LeaseFault } from './lease-source.js';

/** What happens to the leases of a service; nothing in it is secret. */
export type LeaseEvent =
  | { kind: 'taken' | 'renewed' | 'rotated' | 'revoked' }
  /** The current lease came to its end and there is no other one. */
  | { kind: 'ended'; fault: LeaseFault }
  | { kind: 'failed'; step: 'take' | 'renew' | 'revoke'; fault: LeaseFault };
