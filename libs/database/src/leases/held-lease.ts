import type { Login } from '../credentials/credential-source.js';
import type { Lease } from './lease-source.js';

const RENEW_AT = 2 / 3;

/** A lease with its times, on the monotonic clock. */
export class HeldLease {
  readonly login: Login;
  private askedAt: number;
  private seconds: number;

  /** @param askedAt when the lease was asked for: it cannot have begun earlier. */
  constructor(
    readonly lease: Lease,
    role: string | undefined,
    askedAt: number,
  ) {
    this.login = { user: lease.user, password: lease.password, ...(role === undefined ? {} : { role }) };
    this.askedAt = askedAt;
    this.seconds = lease.ttlSeconds;
  }

  /** Takes over what a renewal granted; false when that is so little that the longest life of the lease must be near. */
  prolong(seconds: number, askedAt: number): boolean {
    this.askedAt = askedAt;
    this.seconds = seconds;
    return seconds >= this.lease.ttlSeconds * RENEW_AT;
  }

  get isRenewable(): boolean {
    return this.lease.renewable;
  }

  /** Milliseconds until the lease ends; 0 when it has. */
  get leftMs(): number {
    return Math.max(0, this.askedAt + this.seconds * 1000 - performance.now());
  }

  /** Milliseconds until two thirds of its time are over. */
  get calmMs(): number {
    return Math.max(0, this.askedAt + this.seconds * 1000 * RENEW_AT - performance.now());
  }
}
