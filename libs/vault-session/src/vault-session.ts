import type { VaultRequest } from './vault-client.js';
import type { VaultFaultKind } from './vault-fault.js';

export type { VaultRequest } from './vault-client.js';

/** What a health check may say about a session. */
export interface VaultSessionState {
  /** Whether there is a token that should be alive. */
  isLoggedIn: boolean;
  /** When the token ends unless it is renewed before. */
  tokenEndsAt: Date;
  /** What the last exchange failed with, as far as that concerns the server or the login; null when it went well. */
  fault: VaultFaultKind | null;
}

/** A service's login. Holds one token and keeps it alive. */
export interface VaultSession {
  /**
   * Sends one request with the current token. Logs in anew and repeats it once when the token turns out to be lost, all
   * within the one deadline; never waits longer for a server that is away.
   * @throws VaultFault; the reason of `signal` when that aborts
   */
  request<T>(request: VaultRequest<T>): Promise<T>;
  state(): VaultSessionState;
  /**
   * Calls `listener` after each login but the first. Leases belong to the token they were taken with and end with it;
   * the old token lives on for a third of its time unless it was lost. Returns a function that ends this.
   */
  onRelogin(listener: () => void | Promise<void>): () => void;
  /** Stops renewing and revokes the token, with every lease that was taken with it. */
  close(): Promise<void>;
}
