import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@mateship/contracts';
import type { CredentialSource, Login } from '../credentials/credential-source.js';
import { HeldLease } from './held-lease.js';
import type { LeaseEvent } from './lease-events.js';
import { LeaseFault, type LeaseSource, toLeaseFault } from './lease-source.js';

/** How a service keeps its login. */
export interface LeaseSettings {
  leases: LeaseSource;
  /** The role that owns the service's database; see {@link Login.role}. */
  role?: string;
  /** Longest wait in milliseconds for connections in use before their login is taken back; 60,000 by default, never beyond the end of the lease. */
  graceMs?: number;
}

const GRACE_MS = 60_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const BETWEEN_REPLACEMENTS_MS = 5_000;

/**
 * A login on lease. Renews it when two thirds of its time are over; takes another one when that fails, when the longest
 * life of the lease is near, when it was lost or the server refuses it. Pools move over first, then the old lease is
 * revoked. While no lease can be had the current one serves to its end, and asking goes on until there is one again.
 */
export class LeasedCredentials implements CredentialSource {
  private readonly swaps = new Set<() => Promise<void>>();
  private readonly listeners = new Set<(event: LeaseEvent) => void>();
  private readonly retiring = new Set<Promise<void>>();
  private readonly forget: () => void;
  #held: HeldLease | undefined;
  private fault: LeaseFault | undefined;
  private failures = 0;
  private replacedAt = -Infinity;
  private rotation: Promise<void> | undefined;
  private nextStep: NodeJS.Timeout | undefined;
  private end: NodeJS.Timeout | undefined;
  private isClosed = false;

  private constructor(private readonly settings: LeaseSettings) {
    this.forget = settings.leases.onLost(() => void this.rotate());
  }

  /** Takes the first lease. @throws LeaseFault when there is none to be had now. */
  static async open(settings: LeaseSettings): Promise<LeasedCredentials> {
    const credentials = new LeasedCredentials(settings);
    await credentials.rotate();
    if (credentials.#held) return credentials;
    await credentials.close();
    throw credentials.fault ?? toLeaseFault(undefined);
  }

  login(): Login {
    const login = this.current();
    if (login) return login;
    throw new DomainError('DATABASE_UNAVAILABLE', { cause: this.fault, retryAfter: 2 });
  }

  onChange(swap: () => Promise<void>): () => void {
    this.swaps.add(swap);
    return () => this.swaps.delete(swap);
  }

  /** At most once in five seconds, since a server that refuses every login must not make us take lease after lease. */
  async replace(refused: Login | undefined): Promise<boolean> {
    const isAsBefore = (): boolean => this.current() === refused;
    if (isAsBefore() && performance.now() - this.replacedAt > BETWEEN_REPLACEMENTS_MS) {
      this.replacedAt = performance.now();
      void this.rotate();
    }
    if (isAsBefore()) await this.rotation;
    return this.current() !== undefined && !isAsBefore();
  }

  /** Tells about everything that happens from now on. Returns what ends that. */
  onEvent(listener: (event: LeaseEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** For health reports: rejects, with the code of the last fault, while there is no login. */
  check(): Promise<void> {
    if (this.current()) return Promise.resolve();
    return Promise.reject(this.fault ?? toLeaseFault(undefined));
  }

  /** Revokes every lease that is left. Close the pools first. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.forget();
    clearTimeout(this.nextStep);
    clearTimeout(this.end);
    await this.rotation;
    const held = this.#held;
    this.#held = undefined;
    if (held) await this.revoke(held);
    await Promise.all(this.retiring);
  }

  private current(): Login | undefined {
    return this.#held && this.#held.leftMs > 0 ? this.#held.login : undefined;
  }

  private async renewOrRotate(): Promise<void> {
    const held = this.#held;
    const isRenewed = held !== undefined && held.isRenewable && held.leftMs > 0 && (await this.renew(held));
    if (isRenewed && held === this.#held) this.plan(held.calmMs);
    else if (!isRenewed || !this.#held) await this.rotate();
  }

  /** Resolves to whether the lease has a life before it again. */
  private async renew(held: HeldLease): Promise<boolean> {
    const askedAt = performance.now();
    try {
      const seconds = await this.settings.leases.renew(held.lease, held.lease.ttlSeconds);
      this.tell({ kind: 'renewed' });
      return held.prolong(seconds, askedAt);
    } catch (error) {
      this.tell({ kind: 'failed', step: 'renew', fault: toLeaseFault(error) });
      return false;
    }
  }

  /** Never rejects; one at a time. */
  private rotate(): Promise<void> {
    this.rotation ??= this.takeAnother().finally(() => {
      this.rotation = undefined;
    });
    return this.rotation;
  }

  private async takeAnother(): Promise<void> {
    if (this.isClosed) return;
    const askedAt = performance.now();
    try {
      const lease = await this.settings.leases.take();
      this.hold(new HeldLease(lease, this.settings.role, askedAt));
    } catch (error) {
      this.fault = toLeaseFault(error);
      this.tell({ kind: 'failed', step: 'take', fault: this.fault });
      this.plan(Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS) * (0.5 + Math.random() / 2));
      this.failures += 1;
    }
  }

  private hold(held: HeldLease): void {
    const old = this.#held;
    this.#held = held;
    this.fault = undefined;
    this.failures = 0;
    this.plan(held.calmMs);
    this.tell({ kind: old ? 'rotated' : 'taken' });
    if (old) this.inBackground(this.retire(old));
  }

  private plan(ms: number): void {
    if (this.isClosed) return;
    clearTimeout(this.nextStep);
    clearTimeout(this.end);
    this.nextStep = setTimeout(() => void this.renewOrRotate(), ms).unref();
    if (this.#held) this.end = setTimeout(() => this.letEnd(), this.#held.leftMs).unref();
  }

  /** Timers may come a little early. */
  private letEnd(): void {
    const held = this.#held;
    if (!held || this.isClosed) return;
    if (held.leftMs > 0) {
      this.end = setTimeout(() => this.letEnd(), held.leftMs).unref();
      return;
    }
    this.#held = undefined;
    this.fault ??= new LeaseFault('LEASE_ENDED', 'The lease of the database login has ended and no other one is there yet.');
    this.tell({ kind: 'ended', fault: this.fault });
    this.inBackground(this.movePools());
  }

  private async retire(old: HeldLease): Promise<void> {
    const patience = new AbortController();
    const grace = sleep(Math.min(this.settings.graceMs ?? GRACE_MS, old.leftMs), undefined, { signal: patience.signal, ref: false });
    await Promise.race([this.movePools(), grace]);
    patience.abort();
    await grace.catch(() => undefined);
    await this.revoke(old);
  }

  private async movePools(): Promise<void> {
    await Promise.all([...this.swaps].map((swap) => swap()));
  }

  /** A lease that cannot be revoked ends by itself. */
  private async revoke({ lease }: HeldLease): Promise<void> {
    try {
      await this.settings.leases.revoke(lease);
      this.tell({ kind: 'revoked' });
    } catch (error) {
      this.tell({ kind: 'failed', step: 'revoke', fault: toLeaseFault(error) });
    }
  }

  private inBackground(work: Promise<void>): void {
    const tracked = work.finally(() => this.retiring.delete(tracked));
    this.retiring.add(tracked);
  }

  private tell(event: LeaseEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
