import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { LRUCache } from 'lru-cache';
import type { SessionPrincipal } from '../access/principal.js';
import { RecentLookup } from '../access/recent-lookup.js';
import type { AccessClaims } from './access-token.js';
import { SessionsRepository, type SessionState } from './sessions.repository.js';
import { TokenVerifier } from './token.verifier.js';

const MAX_TOKENS = 10_000;
const MAX_SESSIONS = 10_000;
const STATE_TTL_MS = 1_000;

/**
 * Access token to principal. A verified signature is remembered until the token expires; whether the session and
 * its account are still good is asked of the database at least once a second, and at once after a change made here.
 */
@Injectable()
export class SessionAuthenticator {
  private readonly verified = new LRUCache<string, AccessClaims>({ max: MAX_TOKENS });
  private readonly states: RecentLookup<SessionState>;

  constructor(
    private readonly verifier: TokenVerifier,
    sessions: SessionsRepository,
  ) {
    this.states = new RecentLookup((id) => sessions.findState(id), { max: MAX_SESSIONS, ttlMs: STATE_TTL_MS });
  }

  async authenticate(token: string): Promise<SessionPrincipal> {
    const claims = this.remembered(token) ?? (await this.verify(token));
    const principal = await this.principalOf(claims.sid);
    if (principal.userId !== claims.sub) throw new DomainError('TOKEN_INVALID');
    return principal;
  }

  /** Whom a session stands for; throws when it may not act any more. */
  async principalOf(sessionId: string): Promise<SessionPrincipal> {
    const state = await this.states.get(sessionId);
    if (!state || state.revoked || state.expiresAt <= Date.now()) throw new DomainError('SESSION_REVOKED');
    if (state.suspended) throw new DomainError('ACCOUNT_SUSPENDED');
    return state.principal;
  }

  /** Called after every change to a session, so that this process sees it with the next request. */
  forget(sessionId: string): void {
    this.states.drop(sessionId);
  }

  private remembered(token: string): AccessClaims | undefined {
    const claims = this.verified.get(token);
    if (claims && claims.exp * 1000 <= Date.now()) {
      this.verified.delete(token);
      throw new DomainError('TOKEN_EXPIRED');
    }
    return claims;
  }

  private async verify(token: string): Promise<AccessClaims> {
    const claims = await this.verifier.verify(token);
    this.verified.set(token, claims);
    return claims;
  }
}
