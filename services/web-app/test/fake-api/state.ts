import { randomUUID } from 'node:crypto';
import { DomainError, type AdminApp, type ApiKey, type Chat, type EgressRefusal, type ErrorCode, type FileInfo, type Invite, type KeyVersions, type Mate, type User } from '@mateship/contracts';
import { sampleKeys } from '../sample-keys.js';
import type { StoredShare } from './share-routes.js';
import type { FakeStream } from './streams.js';

interface Account {
  user: User;
  password: string;
  code: string | null;
}

/** Everything the fake server knows, and the ways in which a test can make it misbehave. */
export class FakeState {
  readonly invites = new Map<string, Invite>();
  readonly accounts: Account[] = [];
  readonly sessions = new Map<string, string>();
  readonly cookies = new Map<string, string>();
  readonly mates: Mate[] = [{ id: 'mateship', name: 'Mateship', description: 'The mate of every installation.', model: null }];
  readonly chats = new Map<string, Chat>();
  readonly files = new Map<string, { info: FileInfo; bytes: Buffer }>();
  readonly keys = new Map<string, ApiKey>();
  readonly apps = new Map<string, AdminApp>();
  readonly appLogs = new Map<string, string[]>();
  readonly refusals: EgressRefusal[] = [];
  serverKeys: KeyVersions = sampleKeys();
  readonly shares = new Map<string, StoredShare>();
  readonly streams = new Map<string, FakeStream>();
  readonly calls: string[] = [];

  /** Path → code of the refusal its next request gets. */
  readonly nextRefusal = new Map<string, ErrorCode>();
  /** Ends the next stream without a last event after so many events. */
  cutAfter: number | null = null;
  /** Milliseconds between the events of an answer. */
  pace = 8;
  /** Sign-up needs the code 123456. */
  emailCode = false;
  /** The text of the next answers. */
  script: string | null = null;

  invite(token: string, role: 'user' | 'admin' = 'admin'): void {
    const now = Date.now();
    this.invites.set(token, {
      id: randomUUID(),
      role,
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 14 * 86_400_000).toISOString(),
      usedAt: null,
      usedBy: null,
    });
  }

  install(...apps: AdminApp[]): void {
    for (const app of apps) this.apps.set(app.id, app);
  }

  account(username: string, password: string, role: 'user' | 'admin' = 'admin'): User {
    const user: User = { id: randomUUID(), username, email: `${username}@example.org`, role, emailVerified: true };
    this.accounts.push({ user, password, code: null });
    return user;
  }

  userOf(authorization: string | undefined): User {
    const userId = this.sessions.get((authorization ?? '').replace(/^Bearer /, ''));
    const account = this.accounts.find(({ user }) => user.id === userId);
    if (!account) throw new DomainError(authorization ? 'TOKEN_EXPIRED' : 'UNAUTHENTICATED');
    return account.user;
  }

  chatOf(id: string): Chat {
    const chat = this.chats.get(id);
    if (!chat) throw new DomainError('NOT_FOUND');
    return chat;
  }

  /** Lets every running answer come to its end. */
  hurry(): void {
    this.pace = 0;
    for (const stream of this.streams.values()) stream.cancelled = true;
  }
}
