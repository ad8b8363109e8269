import { type Lease, LeaseFault, type LeaseSource } from '@mateship/database';
import { z } from 'zod';
import { VaultFault } from '../vault-fault.js';
import type { VaultSession } from '../vault-session.js';

const Credentials = z.object({
  lease_id: z.string().min(1),
  lease_duration: z.number().positive(),
  renewable: z.boolean(),
  data: z.object({ username: z.string().min(1), password: z.string().min(1) }),
});
const Renewal = z.object({ lease_duration: z.number().min(0) });
/** PostgreSQL works for these; they may take all the time that a request has. */
const TIMEOUT_MS = 1_900;

/** Logins of one role of Vault's database secrets engine. */
export class VaultLeases implements LeaseSource {
  constructor(
    private readonly session: VaultSession,
    private readonly role: string,
  ) {}

  async take(): Promise<Lease> {
    const answer = await this.session.request({ method: 'GET', path: `database/creds/${this.role}`, answer: Credentials, timeoutMs: TIMEOUT_MS }).catch((error: unknown) => this.fail(error));
    return { id: answer.lease_id, user: answer.data.username, password: answer.data.password, ttlSeconds: answer.lease_duration, renewable: answer.renewable };
  }

  async renew(lease: Lease, seconds: number): Promise<number> {
    const body = { lease_id: lease.id, increment: Math.ceil(seconds) };
    const answer = await this.session.request({ method: 'POST', path: 'sys/leases/renew', body, answer: Renewal, timeoutMs: TIMEOUT_MS }).catch((error: unknown) => this.fail(error));
    return answer.lease_duration;
  }

  /** Resolves when PostgreSQL has ended the login; without `sync` Vault would only note it down. */
  async revoke(lease: Lease): Promise<void> {
    const body = { lease_id: lease.id, sync: true };
    await this.session.request({ method: 'POST', path: 'sys/leases/revoke', body, answer: z.unknown(), timeoutMs: TIMEOUT_MS }).catch((error: unknown) => this.fail(error));
  }

  /** Leases end with the token they were taken with. */
  onLost(listener: () => void): () => void {
    return this.session.onRelogin(listener);
  }

  private fail(error: unknown): never {
    if (!(error instanceof VaultFault)) throw error;
    throw new LeaseFault(`VAULT_${error.kind.toUpperCase()}`, this.sentenceFor(error));
  }

  private sentenceFor({ kind, reasons, message }: VaultFault): string {
    if (kind === 'denied') return `Vault denies this service the database role ${this.role}. Check the policy of its AppRole: database/creds/${this.role}, sys/leases/renew and sys/leases/revoke.`;
    if (kind === 'absent' || kind === 'refused') return `Vault does not know the database role ${this.role}, or not this lease any more. Check the roles of its database secrets engine.`;
    if (kind === 'broken' && reasons.length > 0) return `Vault could not make or end a login of the database role ${this.role}. Check in its log whether it reaches PostgreSQL.`;
    return message;
  }
}
