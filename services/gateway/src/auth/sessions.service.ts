import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DomainError, type SessionResponse, type User } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';
import { UsersRepository } from '../users/users.repository.js';
import { ACCESS_TOKEN_SECONDS, issueAccessToken } from './access-token.js';
import { hashRefreshToken, newRefreshToken } from './refresh-token.js';
import { SessionAuthenticator } from './session.authenticator.js';
import { SessionsRepository } from './sessions.repository.js';
import { SigningKeys } from './signing-keys.js';

const DAY = 24 * 60 * 60;
const SESSION_SECONDS = 90 * DAY;
export const REFRESH_TOKEN_SECONDS = 30 * DAY;

/** What a client holds after signing in or refreshing. */
export interface OpenedSession {
  response: SessionResponse;
  refreshToken: string;
}

type Rotation = { sessionId: string; userId: string; refreshToken: string } | { reusedIn: string } | null;

/** Sessions: one sign-in each, kept alive by refresh tokens of which every one works once. */
@Injectable()
export class SessionsService {
  private readonly logger = new Logger(SessionsService.name);
  private readonly rotating = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly authenticator: SessionAuthenticator,
    private readonly keys: SigningKeys,
  ) {}

  async open(user: User): Promise<OpenedSession> {
    const sessionId = randomUUID();
    const refreshToken = await withTransaction(this.dataSource, async (manager) => {
      await this.sessions.insert(manager, { id: sessionId, userId: user.id, lifetimeSeconds: SESSION_SECONDS });
      return this.addRefreshToken(manager, sessionId);
    });
    return { response: this.respond(sessionId, user), refreshToken };
  }

  /**
   * Exchanges a refresh token for a new pair. A used one ends the session, since it is in two hands; only a request
   * that overlaps with the exchange itself is taken for a second tab and merely refused.
   */
  async refresh(token: string | undefined): Promise<OpenedSession> {
    const hash = hashRefreshToken(token);
    const id = hash?.toString('base64');
    if (!hash || !id || this.rotating.has(id)) throw new DomainError('REFRESH_INVALID');
    this.rotating.add(id);
    try {
      return await this.exchange(hash);
    } finally {
      this.rotating.delete(id);
    }
  }

  async end(sessionId: string): Promise<void> {
    await this.sessions.revoke(sessionId);
    this.authenticator.forget(sessionId);
  }

  private async exchange(hash: Buffer): Promise<OpenedSession> {
    const rotation = await withTransaction(this.dataSource, (manager) => this.rotate(manager, hash));
    if (!rotation) throw new DomainError('REFRESH_INVALID');
    if ('reusedIn' in rotation) {
      await this.end(rotation.reusedIn);
      this.logger.warn(`session ${rotation.reusedIn} ended: a refresh token was used twice`);
      throw new DomainError('REFRESH_REUSED');
    }
    const user = await this.users.find(rotation.userId);
    if (!user) throw new DomainError('REFRESH_INVALID');
    return { response: this.respond(rotation.sessionId, user), refreshToken: rotation.refreshToken };
  }

  private async rotate(manager: EntityManager, hash: Buffer): Promise<Rotation> {
    const used = await this.sessions.useRefreshToken(manager, hash);
    if (!used) {
      const sessionId = await this.sessions.findSessionIdOf(manager, hash);
      return sessionId === null ? null : { reusedIn: sessionId };
    }
    const state = await this.sessions.findState(used.sessionId, manager);
    if (!state || used.expired || state.expiresAt <= Date.now()) return null;
    if (state.revoked) throw new DomainError('SESSION_REVOKED');
    if (state.suspended) throw new DomainError('ACCOUNT_SUSPENDED');
    await this.sessions.forgetOldRefreshTokens(manager, used.sessionId);
    const refreshToken = await this.addRefreshToken(manager, used.sessionId);
    return { sessionId: used.sessionId, userId: state.principal.userId, refreshToken };
  }

  private async addRefreshToken(manager: EntityManager, sessionId: string): Promise<string> {
    const token = newRefreshToken();
    await this.sessions.insertRefreshToken(manager, { hash: hashRefreshToken(token)!, sessionId, lifetimeSeconds: REFRESH_TOKEN_SECONDS });
    return token;
  }

  private respond(sessionId: string, user: User): SessionResponse {
    const accessToken = issueAccessToken(this.keys.current, { id: sessionId, userId: user.id, role: user.role });
    return { accessToken, expiresIn: ACCESS_TOKEN_SECONDS, user };
  }
}
