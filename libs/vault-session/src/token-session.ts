import { z } from 'zod';
import type { AppRole, Token } from './app-role.js';
import { withBackOff } from './back-off.js';
import type { VaultClient, VaultRequest } from './vault-client.js';
import { VaultFault, type VaultFaultKind } from './vault-fault.js';
import type { VaultSession, VaultSessionState } from './vault-session.js';

const DAY_MS = 86_400_000;

/** A session over one token at a time: renews it at two thirds of its time and replaces it before its last renewal ends. */
export class TokenSession implements VaultSession {
  private readonly listeners = new Set<() => void | Promise<void>>();
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private endsAt = 0;
  private fullTtl = 0;
  private isLost = false;
  private fault: VaultFaultKind | null = null;
  private relogin: Promise<void> | null = null;

  constructor(
    private readonly client: VaultClient,
    private readonly appRole: AppRole,
    private readonly timeoutMs: number,
    private token: Token,
  ) {
    this.adopt(token, token.ttl);
  }

  async request<T>(request: VaultRequest<T>): Promise<T> {
    const deadline = AbortSignal.timeout(Math.min(request.timeoutMs ?? this.timeoutMs, 1900));
    const signal = AbortSignal.any([deadline, this.closing.signal, ...(request.signal ? [request.signal] : [])]);
    try {
      const result = await this.withToken({ ...request, signal });
      this.fault = null;
      return result;
    } catch (error) {
      request.signal?.throwIfAborted();
      const fault = error instanceof VaultFault ? error : new VaultFault(deadline.aborted ? 'slow' : 'unreachable');
      this.fault = fault.isOutage ? fault.kind : null;
      throw fault;
    }
  }

  state(): VaultSessionState {
    return { isLoggedIn: !this.isLost && Date.now() < this.endsAt, tokenEndsAt: new Date(this.endsAt), fault: this.fault };
  }

  onRelogin(listener: () => void | Promise<void>): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort(new VaultFault('unreachable'));
    clearTimeout(this.timer);
    await this.relogin?.catch(() => null);
    // A server that is away ends the token by itself.
    await this.client.request(this.token.value, { method: 'POST', path: 'auth/token/revoke-self', body: {}, answer: z.unknown() }).catch(() => null);
    this.client.close();
  }

  private async withToken<T>(request: VaultRequest<T> & { signal: AbortSignal }): Promise<T> {
    if (this.isLost) await this.loggedIn(request.signal);
    const token = this.token;
    try {
      return await this.client.request(token.value, request);
    } catch (error) {
      if (!(error instanceof VaultFault) || error.kind !== 'denied' || (await this.lives(token, request.signal))) throw error;
    }
    if (token === this.token) this.isLost = true;
    if (this.isLost) await this.loggedIn(request.signal);
    return this.client.request(this.token.value, request);
  }

  /** A server says the same of a right that is missing and of a token that is gone. */
  private async lives(token: Token, signal: AbortSignal): Promise<boolean> {
    return this.client.request(token.value, { method: 'GET', path: 'auth/token/lookup-self', answer: z.unknown(), signal }).then(
      () => true,
      (error: unknown) => !(error instanceof VaultFault && error.kind === 'denied'),
    );
  }

  private async loggedIn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await Promise.race([
      this.loginAgain(),
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new VaultFault(this.fault ?? 'slow')), { once: true });
      }),
    ]);
  }

  private loginAgain(): Promise<void> {
    this.relogin ??= this.replaceToken().finally(() => {
      this.relogin = null;
    });
    this.relogin.catch(() => null);
    return this.relogin;
  }

  /** Goes on until it is done: even a refused login is put right by whoever hands out a new secret id. */
  private async replaceToken(): Promise<void> {
    const { signal } = this.closing;
    const token = await withBackOff(() => this.appRole.login(signal), (error) => this.noted(error), signal);
    this.adopt(token, token.ttl);
    for (const listener of this.listeners) void Promise.resolve().then(listener).catch(() => null);
  }

  private async extend(): Promise<void> {
    const { token } = this;
    const { signal } = this.closing;
    const renewed = await withBackOff(() => this.appRole.renew(token, signal), (error) => this.noted(error) && error instanceof VaultFault && error.isOutage, signal).catch(() => null);
    if (token !== this.token || signal.aborted) return;
    // Less than asked for: the token's longest life is near. What is left is for moving leases to the next one.
    if (renewed && renewed.ttl >= 0.9 * this.fullTtl) this.adopt(renewed, this.fullTtl);
    else await this.loginAgain().catch(() => null);
  }

  private noted(error: unknown): true {
    this.fault = error instanceof VaultFault ? error.kind : 'refused';
    return true;
  }

  private adopt(token: Token, fullTtl: number): void {
    this.token = token;
    this.fullTtl = fullTtl;
    this.endsAt = Date.now() + token.ttl * 1000;
    this.isLost = false;
    this.fault = null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.extend(), Math.min((token.ttl * 1000 * 2) / 3, DAY_MS)).unref();
  }
}
