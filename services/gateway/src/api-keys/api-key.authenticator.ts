import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { LRUCache } from 'lru-cache';
import type { ApiKeyPrincipal } from '../access/principal.js';
import { RecentLookup } from '../access/recent-lookup.js';
import { apiKeyIdOf, matchesHash } from './api-key-secret.js';
import { ApiKeysRepository, type ApiKeyState } from './api-keys.repository.js';

const MAX_KEYS = 10_000;
const STATE_TTL_MS = 1_000;
const TOUCH_EVERY_MS = 60_000;

/** API key to principal. The key's row is asked of the database at least once a second, and at once after a revocation made here. */
@Injectable()
export class ApiKeyAuthenticator {
  private readonly logger = new Logger(ApiKeyAuthenticator.name);
  private readonly states: RecentLookup<ApiKeyState>;
  private readonly touched = new LRUCache<string, true>({ max: MAX_KEYS, ttl: TOUCH_EVERY_MS, ttlResolution: 1_000 });

  constructor(private readonly keys: ApiKeysRepository) {
    this.states = new RecentLookup((id) => keys.findState(id), { max: MAX_KEYS, ttlMs: STATE_TTL_MS });
  }

  async authenticate(key: string): Promise<ApiKeyPrincipal> {
    const id = apiKeyIdOf(key);
    const state = id && (await this.states.get(id));
    if (!state || !matchesHash(key, state.hash)) throw new DomainError('API_KEY_INVALID');
    const principal = principalIn(state);
    this.touch(id);
    return principal;
  }

  /** Whom a key stands for; throws when it may not act any more. */
  async principalOf(id: string): Promise<ApiKeyPrincipal> {
    return principalIn(await this.states.get(id));
  }

  /** Called after every change to a key, so that this process sees it with the next request. */
  forget(id: string): void {
    this.states.drop(id);
  }

  /** Notes the use, at most once a minute and without making the request wait. */
  private touch(id: string): void {
    if (this.touched.has(id)) return;
    this.touched.set(id, true);
    this.keys.touch(id).catch((error: unknown) => this.logger.warn(`the last use of API key ${id} was not noted: ${String(error)}`));
  }
}

function principalIn(state: ApiKeyState | null): ApiKeyPrincipal {
  if (!state || (state.expiresAt !== null && state.expiresAt <= Date.now())) throw new DomainError('API_KEY_INVALID');
  if (state.suspended) throw new DomainError('ACCOUNT_SUSPENDED');
  return state.principal;
}
