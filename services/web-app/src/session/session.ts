import { ApiError } from '@mateship/client';
import type { SessionResponse, User } from '@mateship/contracts';

/** Why nobody is signed in: never was, asked to leave, or the server ended the session. */
export type SignedOutReason = 'absent' | 'asked' | 'ended';

/** `unknown` until the cookie has been tried once. */
export type SessionState = { status: 'unknown' } | { status: 'signed-out'; reason: SignedOutReason } | { status: 'signed-in'; user: User };

/** Runs one task at a time across all tabs of the browser. */
export type Lock = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** The token is renewed this long before its end, in milliseconds. */
const RENEWAL_MARGIN = 30_000;

/** Who is signed in. The access token is kept in memory only; the cookie, which scripts cannot read, renews it. */
export class Session {
  private state: SessionState = { status: 'unknown' };
  private token: { value: string; until: number } | null = null;
  private renewal: Promise<boolean> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly requestRefresh: () => Promise<SessionResponse>,
    private readonly lock: Lock,
    private readonly now: () => number = Date.now,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): SessionState => this.state;

  /** The token of the moment, renewed first when it is about to end; null when signed out. */
  async accessToken(): Promise<string | null> {
    if (this.token && this.token.until - this.now() < RENEWAL_MARGIN) await this.renew().catch(() => false);
    return this.token?.value ?? null;
  }

  /** Finds out whether somebody is signed in; throws when the server cannot be reached. */
  async restore(): Promise<SessionState> {
    if (this.state.status === 'unknown') await this.renew();
    return this.state;
  }

  /** Gets a new token by the cookie, once for all callers at a time. False: the session is over. */
  renew(): Promise<boolean> {
    this.renewal ??= this.lock(() => this.refresh()).finally(() => {
      this.renewal = null;
    });
    return this.renewal;
  }

  begin(session: SessionResponse): void {
    this.token = { value: session.accessToken, until: this.now() + session.expiresIn * 1000 };
    this.change({ status: 'signed-in', user: session.user });
  }

  end(reason: SignedOutReason): void {
    this.token = null;
    this.change({ status: 'signed-out', reason });
  }

  private async refresh(): Promise<boolean> {
    try {
      this.begin(await this.requestRefresh());
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      this.end(this.state.status === 'signed-in' ? 'ended' : 'absent');
      return false;
    }
  }

  private change(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
