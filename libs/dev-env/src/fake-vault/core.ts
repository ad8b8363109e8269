import { randomUUID } from 'node:crypto';
import { approle } from './approle/approle.js';
import { inBlocks } from './approle/cidr.js';
import { Clock } from './clock.js';
import { database } from './database/database.js';
import type { Incoming } from './http/request.js';
import { leaseRoutes } from './leases/lease-routes.js';
import { LeaseStore } from './leases/lease-store.js';
import { Mounts } from './mounts.js';
import { policyRoutes } from './policies/policy-routes.js';
import { PolicyStore } from './policies/policy-store.js';
import { absent, failure, permissionDenied, refusal, VaultError, type Answer } from './protocol.js';
import { route, type Backend, type Call, type Route } from './routes.js';
import { Seal } from './sys/seal.js';
import { Sweeper } from './sweeper.js';
import { tokenRoutes } from './tokens/token-routes.js';
import { TokenStore } from './tokens/token-store.js';
import type { Token } from './tokens/token.js';
import { transit } from './transit/transit.js';
import { Wrapping } from './wrapping/wrapping.js';

/** Settings of the core of a server. */
export interface CoreOptions {
  rootToken?: string;
  /** False starts as a new installation, before sys/init. */
  initialized?: boolean;
}

/** The server without its HTTP: finds the route of a request, asks the policies, and runs it. */
export class Core {
  readonly clock = new Clock();
  readonly seal: Seal;
  readonly tokens = new TokenStore(this.clock, (token) => this.leases.revokeOf(token));
  readonly leases = new LeaseStore(this.clock, () => this.sweeper.schedule());
  readonly rootToken: string;
  private readonly policies = new PolicyStore();
  private readonly wrapping = new Wrapping(this.tokens, this.clock);
  private readonly sweeper = new Sweeper(this.clock, this.tokens, this.leases, () => this.seal.sealed);
  private readonly mounts: Mounts;

  constructor({ rootToken = `s.${randomUUID().replaceAll('-', '').slice(0, 24)}`, initialized = true }: CoreOptions) {
    this.rootToken = rootToken;
    this.seal = new Seal(initialized);
    if (initialized) this.createRootToken();
    this.mounts = new Mounts({
      secret: { transit: () => transit(this.clock), database: (mount) => database(mount, this.leases, this.clock) },
      auth: { approle: (mount) => approle(mount.slice('auth/'.length), this.tokens, this.clock) },
    });
    this.mounts.mount('sys/', this.sys());
    this.mounts.mount('auth/token/', { type: 'token', routes: tokenRoutes(this.tokens, this.clock, (token, path) => this.may(token, path, 'sudo')) });
  }

  async handle(incoming: Incoming): Promise<Answer | null> {
    const { path, operation, fields, query, wrapSeconds } = incoming;
    const open = this.seal.answer(path, operation, fields, query);
    if (open === 'init') return this.init(fields);
    this.sweeper.schedule();
    if (open) return open;
    if (this.seal.sealed) throw new VaultError(503, 'Vault is sealed');
    // Not awaited: what ends outside may take long, what has ended here is gone at once.
    void this.sweeper.sweep();
    const found = this.findRoute(path);
    const call: Call = { ...incoming, params: found?.params ?? {}, token: null };
    if (!found?.route.settings.open) call.token = this.authorize(call, found?.route);
    const answer = await this.run(call, found).finally(() => this.countUse(call.token));
    this.sweeper.schedule();
    return wrapSeconds > 0 && answer && !found?.route.settings.open ? { wrapInfo: this.wrapping.wrap(answer, path, wrapSeconds) } : this.wrapLogin(answer, incoming);
  }

  setSealed(sealed: boolean): void {
    this.seal.sealed = sealed;
    this.sweeper.schedule();
  }

  /** Loses every token and lease as a restart without storage does; what was leased stays where it is. */
  forget(): void {
    this.tokens.forgetAllBut(this.rootToken);
    this.leases.drop('');
    this.wrapping.forget();
  }

  /** Moves the clock and lets what has expired end. */
  async advance(seconds: number): Promise<void> {
    this.clock.advance(seconds);
    await this.sweeper.sweep();
  }

  async close(): Promise<void> {
    this.sweeper.close();
    await this.leases.settled();
  }

  private wrapLogin(answer: Answer | null, { path, wrapSeconds }: Incoming): Answer | null {
    return wrapSeconds > 0 && answer?.auth ? { wrapInfo: this.wrapping.wrap(answer, path, wrapSeconds) } : answer;
  }

  private async run(call: Call, found: { route: Route; params: Record<string, string> } | null): Promise<Answer | null> {
    if (!found) throw this.mounts.resolve(call.path) ? failure(404, 'unsupported path') : new VaultError(404, `no handler for route "${call.path}". route entry not found.`);
    const handler = found.route.handlers[call.operation];
    if (!handler) throw failure(405, 'unsupported operation');
    const answer = await handler(call);
    if (answer?.lease && call.token?.numUses === 1 && call.path.includes('/creds/')) {
      await this.leases.revoke(answer.lease.id);
      throw refusal('Secret cannot be returned; token had one use left, so leased credentials were immediately revoked.');
    }
    if (answer === null && (call.operation === 'read' || call.operation === 'list')) throw absent();
    return answer;
  }

  private findRoute(path: string): { route: Route; params: Record<string, string> } | null {
    const mount = this.mounts.resolve(path);
    for (const candidate of mount?.backend.routes ?? []) {
      const match = candidate.pattern.exec(mount?.below ?? '');
      if (match) return { route: candidate, params: { ...match.groups } };
    }
    return null;
  }

  private authorize(call: Call, found: Route | undefined): Token {
    const token = this.tokens.find(call.sentToken);
    if (!token || token.numUses < 0) throw call.sentToken === '' ? permissionDenied() : new VaultError(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n');
    if (token.boundCidrs.length > 0 && !inBlocks(call.address, token.boundCidrs)) throw permissionDenied();
    const creates = found?.settings.exists && !found.settings.exists(call.params);
    const capability = call.operation === 'write' ? (creates ? 'create' : 'update') : call.operation;
    const needs = found?.settings.sudo ? [capability, 'sudo'] : [capability];
    const acl = this.policies.aclOf(token.policies);
    const allowed = acl === null || needs.every((need) => acl.allows(call.path, need, call.fields, call.wrapSeconds));
    // A refused request is a use as well.
    if (!allowed) this.countUse(token);
    if (!allowed) throw permissionDenied();
    return token;
  }

  private may(token: Token, path: string, capability: string): boolean {
    return this.policies.aclOf(token.policies)?.capabilities(path).includes(capability) ?? true;
  }

  /** The last use of a token is also its end. */
  private countUse(token: Token | null): void {
    if (!token || token.numUses <= 0) return;
    token.numUses -= 1;
    if (token.numUses > 0) return;
    token.numUses = -1;
    void this.tokens.revoke(token.id);
  }

  private init(fields: Call['fields']): Answer {
    const answer = this.seal.init(fields, this.rootToken);
    this.createRootToken();
    return answer;
  }

  private createRootToken(): void {
    this.tokens.create({ id: this.rootToken, policies: ['root'], path: 'auth/token/root', displayName: 'root', orphan: true });
  }

  private sys(): Backend {
    const seal = () => {
      this.setSealed(true);
      return null;
    };
    return {
      type: 'system',
      routes: [
        route('seal', { write: seal }, { sudo: true }),
        ...this.mounts.routes(),
        ...policyRoutes(this.policies, this.tokens),
        ...this.wrapping.routes(),
        ...leaseRoutes(this.leases, this.clock),
      ],
    };
  }
}
