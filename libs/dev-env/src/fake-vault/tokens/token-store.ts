import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import { secondsUntil } from '../clock.js';
import { refusal, type AuthBlock } from '../protocol.js';
import { SYSTEM_TTL, type Token, type TokenWish } from './token.js';

/** A random text as Vault's ids are made of. */
export function randomText(length: number): string {
  return randomBytes(length * 2).toString('base64').replace(/[^A-Za-z0-9]/g, '').slice(0, length).padEnd(length, '0');
}

/** The tokens of a server, with their family: who revokes a parent revokes its children and what they leased. */
export class TokenStore {
  private readonly tokens = new Map<string, Token>();

  constructor(
    private readonly clock: Clock,
    private readonly revokeLeasesOf: (token: string) => Promise<void>,
  ) {}

  create(wish: TokenWish): Token {
    const now = this.clock.now();
    const root = wish.policies.includes('root') && !wish.ttl && !wish.period;
    const ttl = this.capped(wish.period || (wish.ttl ?? 0) || SYSTEM_TTL, wish);
    const token: Token = {
      id: wish.id ?? `s.${randomText(24)}`,
      accessor: randomText(24),
      policies: [...new Set(wish.policies)].sort(),
      path: wish.path,
      displayName: wish.displayName ?? 'token',
      meta: wish.meta ?? null,
      parent: wish.orphan ? null : (wish.parent ?? null),
      orphan: wish.orphan ?? !wish.parent,
      type: wish.type ?? 'service',
      createdAt: now,
      creationTtl: root ? 0 : ttl,
      expiresAt: root ? null : now + ttl * 1000,
      lastRenewal: null,
      explicitMaxTtl: wish.explicitMaxTtl ?? 0,
      maxTtl: wish.maxTtl ?? 0,
      period: wish.period ?? 0,
      renewable: root ? false : (wish.renewable ?? true),
      numUses: wish.numUses ?? 0,
      boundCidrs: wish.boundCidrs ?? [],
    };
    this.tokens.set(token.id, token);
    return token;
  }

  /** A living token. */
  find(id: string): Token | undefined {
    const token = this.tokens.get(id);
    return token && (token.expiresAt === null || token.expiresAt > this.clock.now()) ? token : undefined;
  }

  byAccessor(accessor: string): Token | undefined {
    return this.all().find((token) => token.accessor === accessor);
  }

  all(): Token[] {
    return [...this.tokens.values()].filter((token) => this.find(token.id));
  }

  /** Prolongs a token by its increment or its first lifetime, as far as its maximum allows. Returns warnings. */
  renew(token: Token, increment?: number): string[] {
    if (!token.renewable || token.expiresAt === null) throw refusal('lease is not renewable');
    const now = this.clock.now();
    const wanted = token.period || increment || token.creationTtl || SYSTEM_TTL;
    const end = token.createdAt + this.maximum(token) * 1000;
    const granted = Math.min(now + wanted * 1000, end);
    token.expiresAt = granted;
    token.lastRenewal = now;
    return granted < now + wanted * 1000 ? [`TTL of "${wanted}s" exceeded the effective max_ttl of "${secondsUntil(end, now)}s"; TTL value is capped accordingly`] : [];
  }

  /** Takes a token and its descendants, all at once, and then what they leased. */
  async revoke(id: string): Promise<void> {
    if (!this.tokens.has(id)) return;
    const family = this.familyOf(id);
    for (const member of family) this.tokens.delete(member);
    await Promise.all(family.map((member) => this.revokeLeasesOf(member)));
  }

  /** Takes a token and lets its children live on without a parent. */
  async revokeAlone(id: string): Promise<void> {
    for (const child of [...this.tokens.values()].filter(({ parent }) => parent === id)) Object.assign(child, { parent: null, orphan: true });
    await this.revoke(id);
  }

  /** Takes all tokens that an auth method has given, `auth/<mount>/` being its path. */
  async revokeFrom(path: string): Promise<void> {
    for (const token of [...this.tokens.values()].filter((candidate) => candidate.path.startsWith(path))) await this.revoke(token.id);
  }

  /** Revokes what has expired. */
  async sweep(): Promise<void> {
    for (const token of [...this.tokens.values()]) if (!this.find(token.id)) await this.revoke(token.id);
  }

  /** When the next token expires; null when none does. */
  nextExpiry(): number | null {
    const ends = [...this.tokens.values()].flatMap(({ expiresAt }) => expiresAt ?? []);
    return ends.length > 0 ? Math.min(...ends) : null;
  }

  /** Loses all tokens but these, without a word to anyone. */
  forgetAllBut(kept: string): void {
    for (const id of [...this.tokens.keys()]) if (id !== kept) this.tokens.delete(id);
  }

  private familyOf(id: string): string[] {
    const children = [...this.tokens.values()].filter(({ parent }) => parent === id);
    return [id, ...children.flatMap((child) => this.familyOf(child.id))];
  }

  /** The longest life of a token from its creation, in seconds. */
  private maximum({ explicitMaxTtl, maxTtl, period }: Pick<Token, 'explicitMaxTtl' | 'maxTtl' | 'period'>): number {
    if (explicitMaxTtl) return explicitMaxTtl;
    return period ? Infinity : Math.min(maxTtl || SYSTEM_TTL, SYSTEM_TTL);
  }

  private capped(ttl: number, { explicitMaxTtl = 0, maxTtl = 0, period = 0 }: TokenWish): number {
    return Math.min(ttl, this.maximum({ explicitMaxTtl, maxTtl, period }));
  }

  /** The `auth` block that tells a client of its token. */
  authOf(token: Token): AuthBlock {
    return {
      client_token: token.id,
      accessor: token.accessor,
      policies: token.policies,
      token_policies: token.policies,
      metadata: token.meta,
      lease_duration: secondsUntil(token.expiresAt, this.clock.now()),
      renewable: token.renewable,
      entity_id: '',
      token_type: token.type,
      orphan: token.orphan,
      mfa_requirement: null,
      num_uses: token.numUses,
    };
  }
}
