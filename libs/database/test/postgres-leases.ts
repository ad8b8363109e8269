import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Lease, LeaseFault, type LeaseSource, type LeaseStatements, allowLeases, leaseStatements, makeKeeper } from '../src/index.js';
import { asAdmin, newDatabase } from './throw-away-server.js';
import type { EmbeddedPostgres } from '../src/embedded/index.js';

interface Terms {
  ttlMs: number;
  /** Longest life of a lease; the same as `ttlMs` by default, so that it cannot be prolonged. */
  maxTtlMs?: number;
}

interface Given {
  user: string;
  bornAt: number;
  timer: NodeJS.Timeout;
}

/** What a keeper of leases does, without a server between: real roles, made and ended by the statements of the product. */
export class PostgresLeases implements LeaseSource {
  /** Leases that were given and neither revoked nor run out. */
  readonly live = new Map<string, Given>();
  readonly taken: string[] = [];
  /** Set, every call fails with it. */
  fault: LeaseFault | undefined;
  private readonly statements: LeaseStatements;
  private readonly listeners = new Set<() => void>();

  private constructor(
    private readonly keeper: pg.Pool,
    readonly url: string,
    readonly owner: string,
    readonly terms: Terms,
  ) {
    this.statements = leaseStatements({ owner, connectionLimit: 20 });
  }

  /** A database of its own, whose logins this gives out. */
  static async start(server: EmbeddedPostgres, terms: Terms): Promise<PostgresLeases> {
    const url = await newDatabase(server);
    const owner = new URL(url).username;
    const { socketFolder: host, port } = server.address;
    await asAdmin(server, async (admin) => {
      const setup = [...makeKeeper(`${owner}_keeper`, 'keeper secret'), ...allowLeases(owner, `${owner}_keeper`)];
      for (const statement of [...setup, ...setup]) await admin.query(statement);
    });
    const keeper = new pg.Pool({ host, port, user: `${owner}_keeper`, password: 'keeper secret', database: owner, max: 4 });
    keeper.on('error', () => undefined);
    keeper.on('connect', (client) => client.on('error', () => undefined));
    return new PostgresLeases(keeper, url, owner, terms);
  }

  async take(): Promise<Lease> {
    this.failIfAway();
    const user = `v-${this.owner}-${randomBytes(8).toString('hex')}`;
    const password = randomBytes(16).toString('base64url');
    await this.run(this.statements.creation_statements, { name: user, password, expiration: this.expiration() });
    const id = `database/creds/${this.owner}/${randomBytes(8).toString('hex')}`;
    this.live.set(id, { user, bornAt: Date.now(), timer: this.endIn(id, this.terms.ttlMs) });
    this.taken.push(user);
    return { id, user, password, ttlSeconds: this.terms.ttlMs / 1000, renewable: true };
  }

  async renew({ id, user }: Lease): Promise<number> {
    this.failIfAway();
    const given = this.live.get(id);
    if (!given) throw new LeaseFault('LEASE_LOST', 'There is no such lease.');
    clearTimeout(given.timer);
    const left = Math.min(this.terms.ttlMs, given.bornAt + (this.terms.maxTtlMs ?? this.terms.ttlMs) - Date.now());
    await this.run(this.statements.renew_statements, { name: user, expiration: this.expiration() });
    if (!this.live.has(id)) throw new LeaseFault('LEASE_LOST', 'The lease ended meanwhile.');
    this.live.set(id, { ...given, timer: this.endIn(id, left) });
    return left / 1000;
  }

  async revoke({ id }: Lease): Promise<void> {
    this.failIfAway();
    await this.endLease(id);
  }

  onLost(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** As a server that lost its storage: it knows no lease any more, the roles stay. */
  forget(): void {
    for (const { timer } of this.live.values()) clearTimeout(timer);
    this.live.clear();
  }

  /** As a server whose token ended: every lease is revoked at once. */
  async revokeAll(): Promise<void> {
    await Promise.all([...this.live.keys()].map((id) => this.endLease(id)));
  }

  loseToken(): void {
    for (const listener of this.listeners) listener();
  }

  /** The roles on lease that PostgreSQL has now. */
  async roles(): Promise<string[]> {
    const { rows } = await this.keeper.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE starts_with(rolname, $1)', [`v-${this.owner}-`]);
    return rows.map(({ rolname }) => rolname);
  }

  /** The sessions of a role, or of all roles on lease. */
  async sessions(user = `v-${this.owner}-`): Promise<number> {
    const { rows } = await this.keeper.query<{ count: number }>('SELECT count(*)::int AS count FROM pg_stat_activity WHERE starts_with(usename, $1)', [user]);
    return rows[0]!.count;
  }

  async close(): Promise<void> {
    this.fault = undefined;
    await this.revokeAll();
    await this.keeper.end();
  }

  private async endLease(id: string): Promise<void> {
    const given = this.live.get(id);
    if (!given) return;
    clearTimeout(given.timer);
    this.live.delete(id);
    await this.run(this.statements.revocation_statements, { name: given.user });
  }

  private endIn(id: string, ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.endLease(id), ms).unref();
  }

  private expiration(): string {
    return new Date(Date.now() + this.terms.ttlMs + 5_000).toISOString();
  }

  private failIfAway(): void {
    if (this.fault) throw this.fault;
  }

  private async run(statements: string[], values: Record<string, string>): Promise<void> {
    const client = await this.keeper.connect();
    try {
      await client.query('BEGIN');
      for (const statement of statements) await client.query(statement.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name]!));
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }
}
