import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { ApiKeyAuthenticator } from '../api-keys/api-key.authenticator.js';
import { SessionAuthenticator } from '../auth/session.authenticator.js';
import type { Principal } from './principal.js';

const EVERY_MS = 500;

/** Notices when a principal loses its access while something long, such as a stream, runs for it. */
@Injectable()
export class PrincipalWatch {
  constructor(
    private readonly sessions: SessionAuthenticator,
    private readonly apiKeys: ApiKeyAuthenticator,
  ) {}

  /** Calls `onLost` once, within two seconds of a sign-out, revocation or suspension. Returns what ends the watch. */
  start(principal: Principal, onLost: (reason: DomainError) => void): () => void {
    let isOver = false;
    const stop = () => {
      isOver = true;
      clearInterval(timer);
    };
    const timer = setInterval(() => {
      this.recheck(principal).catch((error: unknown) => {
        // A database that is away for a moment revokes nothing.
        if (isOver || !(error instanceof DomainError) || error.status !== 401) return;
        stop();
        onLost(error);
      });
    }, EVERY_MS).unref();
    return stop;
  }

  private recheck(principal: Principal): Promise<Principal> {
    return principal.kind === 'session' ? this.sessions.principalOf(principal.sessionId) : this.apiKeys.principalOf(principal.keyId);
  }
}
