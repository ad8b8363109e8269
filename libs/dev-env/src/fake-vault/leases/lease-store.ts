import { rfc3339, secondsUntil, type Clock } from '../clock.js';
import { SYSTEM_TTL } from '../tokens/token.js';
import { randomText } from '../tokens/token-store.js';
import { refusal } from '../protocol.js';

/** What a lease stands for and how it ends. */
export interface Leased {
  /** Where it was taken: `database/creds/reader`. */
  path: string;
  /** The token that took it. */
  token: string;
  ttl: number;
  maxTtl: number;
  /** Takes it back; throws when that fails, and is asked again then. */
  revoke: () => Promise<void>;
  /** Tells the outside that it lives longer. Time in Unix milliseconds. */
  renew: (expiresAt: number) => Promise<void>;
}

/** A lease. Times are Unix time in milliseconds. */
export interface Lease extends Leased {
  id: string;
  issuedAt: number;
  expiresAt: number;
  lastRenewal: number | null;
}

const RETRY_MS = 1_000;

/** The leases of a server. */
export class LeaseStore {
  private readonly leases = new Map<string, Lease>();
  /** Revocations under way, so that a lease is taken back once. */
  private readonly ending = new Map<string, Promise<void>>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  add(leased: Leased): Lease {
    const now = this.clock.now();
    const lease = { ...leased, id: `${leased.path}/${randomText(24)}`, issuedAt: now, expiresAt: now + leased.ttl * 1000, lastRenewal: null };
    this.leases.set(lease.id, lease);
    this.changed();
    return lease;
  }

  get(id: string): Lease | undefined {
    return this.leases.get(id);
  }

  /** Prolongs a lease, as far as its maximum allows. */
  async renew(id: string, increment?: number): Promise<{ lease: Lease; warnings: string[] }> {
    const lease = this.leases.get(id);
    if (!lease || lease.expiresAt <= this.clock.now()) throw refusal('lease not found');
    const now = this.clock.now();
    const wanted = now + (increment || lease.ttl) * 1000;
    const end = lease.issuedAt + (lease.maxTtl || SYSTEM_TTL) * 1000;
    const expiresAt = Math.min(wanted, end);
    await lease.renew(expiresAt);
    Object.assign(lease, { expiresAt, lastRenewal: now });
    this.changed();
    return { lease, warnings: expiresAt < wanted ? [`TTL of "${(wanted - now) / 1000}s" exceeded the effective max_ttl of "${secondsUntil(end, now)}s"; TTL value is capped accordingly`] : [] };
  }

  /** Takes a lease back now. Fails, and keeps the lease for another try, when its backend fails. */
  async revoke(id: string): Promise<void> {
    const lease = this.leases.get(id);
    if (!lease) return;
    const running = this.ending.get(id) ?? this.end(lease);
    this.ending.set(id, running);
    await running.finally(() => this.ending.delete(id));
  }

  /** Takes leases back in the background and tries again until it works. */
  expire(ids: string[]): void {
    for (const id of ids) {
      const lease = this.leases.get(id);
      if (lease) lease.expiresAt = Math.min(lease.expiresAt, this.clock.now());
    }
    this.changed();
  }

  async revokeOf(token: string): Promise<void> {
    const ids = this.ids().filter((id) => this.leases.get(id)?.token === token);
    this.expire(ids);
    await Promise.allSettled(ids.map((id) => this.revoke(id)));
  }

  /** Forgets leases below a path without taking back what they stand for. */
  drop(prefix: string): void {
    for (const id of this.ids(prefix)) this.leases.delete(id);
  }

  ids(prefix = ''): string[] {
    return [...this.leases.keys()].filter((id) => id.startsWith(prefix)).sort();
  }

  /** Takes back what has expired; what fails comes again a second later. */
  async sweep(): Promise<void> {
    const over = [...this.leases.values()].filter(({ expiresAt }) => expiresAt <= this.clock.now());
    await Promise.allSettled(over.map(({ id }) => this.revoke(id)));
  }

  nextExpiry(): number | null {
    const ends = [...this.leases.values()].map(({ expiresAt }) => expiresAt);
    return ends.length > 0 ? Math.min(...ends) : null;
  }

  /** Waits for revocations that have begun. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.ending.values());
  }

  private async end(lease: Lease): Promise<void> {
    try {
      await lease.revoke();
      this.leases.delete(lease.id);
    } catch (error) {
      lease.expiresAt = this.clock.now() + RETRY_MS;
      this.changed();
      throw error;
    }
  }
}

/** What sys/leases/lookup tells. */
export function describeLease(lease: Lease, now: number): Record<string, unknown> {
  return {
    id: lease.id,
    issue_time: rfc3339(lease.issuedAt),
    expire_time: rfc3339(lease.expiresAt),
    last_renewal: lease.lastRenewal === null ? null : rfc3339(lease.lastRenewal),
    renewable: true,
    ttl: secondsUntil(lease.expiresAt, now),
  };
}
