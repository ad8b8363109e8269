import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Controller, Get, Module, type Type } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { createDataSource, runMigrations } from '@mateship/database';
import { startTestDatabase } from '@mateship/dev-env';
import { createService, ListenOn } from '@mateship/service-kit';
import { ZodValidationPipe } from 'nestjs-zod';
import { DataSource } from 'typeorm';
import { AccessModule } from '../src/access/access.module.js';
import { believeProxy } from '../src/access/forwarded.js';
import { Access, CurrentPrincipal, listRoutePolicies, type Principal, type RoutePolicy } from '../src/access/index.js';
import { CreateApiKeys1760000001300 } from '../src/api-keys/api-keys.migrations.js';
import { issueAccessToken } from '../src/auth/access-token.js';
import { CreateSessions1760000001200 } from '../src/auth/auth.migrations.js';
import { OpeningBalance } from '../src/auth/opening-balance.js';
import { PasswordHasher } from '../src/auth/password-hasher.js';
import { hashRefreshToken, newRefreshToken } from '../src/auth/refresh-token.js';
import { SigningKeys, type SigningKey } from '../src/auth/signing-keys.js';
import { CONFIG } from '../src/config/config.js';
import { CreateInvites1760000001100 } from '../src/invites/invites.migrations.js';
import { REDIS } from '../src/platform/choose-adapters.js';
import { RedisLink } from '../src/platform/redis-link.js';
import { CreateUsers1760000001000 } from '../src/users/users.migrations.js';

/** Routes of every policy, to knock at. */
@Controller('v1/probe')
@ListenOn('public')
class ProbeController {
  @Get('public') @Access({ public: true }) open() {
    return { ok: true };
  }
  @Get('user') @Access({ user: true }) user(@CurrentPrincipal() principal: Principal) {
    return principal;
  }
  @Get('chat') @Access({ scope: 'chat' }) chat(@CurrentPrincipal() principal: Principal) {
    return principal;
  }
  @Get('skills') @Access({ scope: 'skills' }) skills(@CurrentPrincipal() principal: Principal) {
    return principal;
  }
  @Get('admin') @Access({ admin: true }) admin() {
    return { ok: true };
  }
  @Get('forgotten') forgotten() {
    return { ok: true };
  }
}

/** What tests read from bodies by name. Each route gives a part of it; the rest of a body is compared as a whole. */
export interface AnswerBody {
  id: string;
  accessToken: string;
  expiresAt: string;
  token: string;
  url: string;
  key: string;
  prefix: string;
  reason: string | null;
  user: { id: string; role: string };
  items: { id: string }[];
  error: { code: string; message: string };
}

export interface Answer {
  status: number;
  headers: Headers;
  body: AnswerBody;
  code: string | undefined;
  /** The refresh cookie as a Cookie header, if one was set. */
  cookie: string | undefined;
}

export interface Person {
  id: string;
  username: string;
  email: string;
  password: string;
  accessToken: string;
  cookie: string;
}

export const PASSWORD = 'correct horse battery';

let hashed: Promise<string> | undefined;
const passwordHash = () => (hashed ??= new PasswordHasher().hash(PASSWORD));

/** What a test may choose; without `redisUrl` there is no Redis. */
export interface AuthAppSettings {
  rateLimit?: number;
  dataDir?: string;
  databaseUrl?: string;
  publicUrl?: string;
  redisUrl?: string;
  trustProxy?: boolean;
  /** A port of the loopback interface when left out. */
  listen?: string;
  openingBalance?: OpeningBalance;
}

/** A gateway of the features access, auth, users, invites and api-keys alone, on a database and data folder of its own. */
export class AuthApp {
  private people = 0;

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    readonly dataSource: DataSource,
    readonly signingKey: SigningKey,
    readonly routes: readonly RoutePolicy[],
    readonly stop: () => Promise<void>,
  ) {}

  static async start(settings: AuthAppSettings = {}): Promise<AuthApp> {
    const ownDatabase = settings.databaseUrl ? null : await startTestDatabase();
    const dataDir = settings.dataDir ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'mateship-auth-')));
    const dataSource = createDataSource({
      url: settings.databaseUrl ?? ownDatabase!.url,
      migrations: [CreateUsers1760000001000, CreateInvites1760000001100, CreateSessions1760000001200, CreateApiKeys1760000001300],
    });
    await dataSource.initialize();
    await runMigrations(dataSource);
    const config = { publicUrl: settings.publicUrl ?? 'http://localhost:4000', dataDir, firstInviteFile: path.join(dataDir, 'run', 'first-invite'), rateLimit: settings.rateLimit ?? 1_000_000, redisUrl: settings.redisUrl, vault: { secret: 's'.repeat(32) } };
    let routes: readonly RoutePolicy[] = [];
    const service = await createService(gatewayOf(config, dataSource, settings.openingBalance ?? { open: async () => undefined }), {
      name: 'gateway',
      version: '0.0.0',
      listeners: { public: settings.listen ?? '127.0.0.1:0' },
      configure: (app) => {
        routes = listRoutePolicies(app);
        if (settings.trustProxy) believeProxy(app.getHttpAdapter().getInstance());
      },
    });
    await service.start();
    const stop = async () => {
      await service.stop();
      if (dataSource.isInitialized) await dataSource.destroy();
      await ownDatabase?.close();
      if (!settings.dataDir) await fs.rm(dataDir, { recursive: true, force: true });
    };
    return new AuthApp(`http://${service.addresses.public}`, dataDir, dataSource, service.app.get(SigningKeys).current, routes, stop);
  }

  async call(method: string, route: string, options: { body?: unknown; token?: string; cookie?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
    const headers: Record<string, string> = { ...options.headers };
    if (options.token) headers.authorization = `Bearer ${options.token}`;
    if (options.cookie) headers.cookie = options.cookie;
    if (options.body !== undefined) headers['content-type'] ??= 'application/json';
    const body = options.body === undefined || typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
    const response = await fetch(this.url + route, { method, headers, body });
    const text = await response.text();
    const parsed = (text ? JSON.parse(text) : null) as Partial<AnswerBody> | null;
    return { status: response.status, headers: response.headers, body: parsed as AnswerBody, code: parsed?.error?.code, cookie: response.headers.getSetCookie()[0]?.split(';')[0] };
  }

  post(route: string, body: unknown, options: { token?: string; cookie?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
    return this.call('POST', route, { body, ...options });
  }

  get(route: string, token?: string): Promise<Answer> {
    return this.call('GET', route, { token });
  }

  async firstInvite(): Promise<string> {
    return (await fs.readFile(path.join(this.dataDir, 'run', 'first-invite'), 'utf8')).trim();
  }

  async newInvite(role: 'user' | 'admin' = 'user', expiresIn = '1 day'): Promise<string> {
    const token = `msi_test_${Math.random().toString(36).slice(2)}${this.people++}`;
    await this.dataSource.query(
      `INSERT INTO invite (id, token_hash, role, created_by, expires_at) VALUES (gen_random_uuid(), $1, $2, $3, now() + $4::interval)`,
      [createHash('sha256').update(token).digest(), role, (await this.person('user')).id, expiresIn],
    );
    return token;
  }

  newNames(): { username: string; email: string; password: string } {
    const username = `person${process.pid}.${this.people++}`;
    return { username, email: `${username}@example.test`, password: PASSWORD };
  }

  /** Somebody with a session, written straight into the database: signing up and in costs two password hashes. */
  async person(role: 'user' | 'admin' = 'user'): Promise<Person> {
    const names = this.newNames();
    const id = randomUUID();
    const session = { id: randomUUID(), userId: id, role };
    const refreshToken = newRefreshToken();
    await this.dataSource.query(
      `INSERT INTO user_account (id, username, email, password_hash, role, email_verified_at) VALUES ($1, $2, $3, $4, $5, now())`,
      [id, names.username, names.email, await passwordHash(), role],
    );
    await this.dataSource.query(`INSERT INTO session (id, user_id, expires_at) VALUES ($1, $2, now() + interval '1 hour')`, [session.id, id]);
    await this.dataSource.query(`INSERT INTO refresh_token (hash, session_id, expires_at) VALUES ($1, $2, now() + interval '1 hour')`, [
      hashRefreshToken(refreshToken),
      session.id,
    ]);
    return { ...names, id, accessToken: issueAccessToken(this.signingKey, session), cookie: `mateship_refresh=${refreshToken}` };
  }

  login(names: { username: string; password: string }): Promise<Answer> {
    return this.post('/v1/auth/login', { login: names.username, password: names.password });
  }

  refresh(cookie: string | undefined, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', '/v1/auth/refresh', { cookie, headers });
  }

  async mailedCode(email: string): Promise<string> {
    const mails = await this.mailsTo(email);
    return /^Subject: (\d{6}) /m.exec(mails.at(-1)!)![1]!;
  }

  async mailsTo(email: string): Promise<string[]> {
    const folder = path.join(this.dataDir, 'mail');
    const names = (await fs.readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
    const mails = await Promise.all(names.map((name) => fs.readFile(path.join(folder, name), 'utf8')));
    return mails.filter((mail) => mail.includes(`To: ${email}\r\n`));
  }
}

function gatewayOf(config: object, dataSource: DataSource, openingBalance: OpeningBalance): Type {
  @Module({})
  class Platform {}
  const providers = [
    { provide: CONFIG, useValue: config },
    { provide: DataSource, useValue: dataSource },
    { provide: OpeningBalance, useValue: openingBalance },
    REDIS,
  ];
  @Module({
    imports: [{ module: Platform, global: true, providers, exports: [CONFIG, DataSource, OpeningBalance, RedisLink] }, AccessModule],
    controllers: [ProbeController],
    providers: [
      { provide: APP_PIPE, useClass: ZodValidationPipe },
    ],
  })
  class TestGateway {}
  return TestGateway;
}
