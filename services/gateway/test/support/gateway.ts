import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withTransaction } from '@mateship/database';
import { startTestDatabase } from '@mateship/dev-env';
import { createService, type RunningService } from '@mateship/service-kit';
import { DataSource } from 'typeorm';
import { listRoutePolicies, type RoutePolicy } from '../../src/access/index.js';
import { AppModule } from '../../src/app.module.js';
import { AppCatalogue } from '../../src/apps/app-catalogue.js';
import { ProcessLauncher } from '../../src/apps/runtime/process-launcher.js';
import { choosePlaces } from '../../src/apps/runtime/runtime-places.js';
import { issueAccessToken } from '../../src/auth/access-token.js';
import { SigningKeys } from '../../src/auth/signing-keys.js';
import { GatewayConfig, type BlobsConfig } from '../../src/config/config.js';
import { configureHttp } from '../../src/configure-http.js';
import { CreditsService } from '../../src/credits/credits.service.js';
import { aManifest } from './app-double.js';
import { VaultDouble } from './vault.js';

/** An app `ai` that says again what it was told, word by word. `wait` never ends, `fail` fails, `forbidden` is refused. Its skill `hang`, for 30 credits, never answers. */
const ECHO = `
import http from 'node:http';
const json = (response, body, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
http.createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const input = text ? JSON.parse(text) : {};
  if (request.url === '/skills/models') return json(response, { models: [{ id: 'test/one', provider: 'test', default: true, inputPrice: 1000000, outputPrice: 2000000, maxOutputTokens: 100 }] });
  if (request.url === '/skills/hang') return;
  if (request.url !== '/skills/chat') return json(response, {});
  const said = String((input.passthrough?.messages ?? input.messages).at(-1).content);
  if (input.screen && said.includes('forbidden')) return json(response, { error: { code: 'MESSAGE_REFUSED', message: 'Not here.' } }, 422);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const emit = (event, data) => response.write('event: ' + event + '\\ndata: ' + JSON.stringify(data) + '\\n\\n');
  if (said === 'fail') return void (emit('error', { code: 'MODEL_FAILED', message: 'The model did not answer.' }), response.end());
  for (const word of said.split(' ')) emit('delta', { text: word + ' ' });
  if (said.startsWith('wait')) return;
  emit('usage', { inputTokens: 3, outputTokens: 4, model: 'test/one', provider: 'test' });
  emit('finish', { reason: 'stop' });
  response.end();
}).listen(process.env.MATESHIP_LISTEN.slice(5));
process.stdin.on('end', () => process.exit(0)).resume();
process.on('SIGTERM', () => process.exit(0));
`;
const SKILLS = [{ id: 'chat', streaming: true, tool: false, timeout: 60 }, { id: 'models', tool: false }, { id: 'preprocess', tool: false }, { id: 'hang', price: 30, timeout: 60 }];

/** Somebody with an account, a wallet of 1000 credits and a session. */
export interface Caller {
  id: string;
  token: string;
}

interface Settings {
  redisUrl?: string;
  blobs?: BlobsConfig;
  rateLimit?: number;
  requestTimeoutMs?: number;
  databaseUrl?: string;
  databaseLogin?: GatewayConfig['databaseLogin'];
}

/** The whole gateway on a database of its own, with a vault double and the app {@link ECHO} in a real process. */
export class TestGateway {
  private constructor(
    readonly service: RunningService,
    readonly routes: readonly RoutePolicy[],
    readonly vault: VaultDouble,
    readonly stop: () => Promise<void>,
  ) {}

  /** One that does not start leaves nothing open: its suite would hang and not fail. */
  static async start(settings: Settings = {}): Promise<TestGateway> {
    const opened = new AsyncDisposableStack();
    try {
      return await TestGateway.open(opened, settings);
    } catch (error) {
      await opened.disposeAsync().catch(() => undefined);
      throw error;
    }
  }

  private static async open(opened: AsyncDisposableStack, { requestTimeoutMs = 30_000, ...settings }: Settings): Promise<TestGateway> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'gateway-'));
    opened.defer(() => rmSync(folder, { recursive: true, force: true }));
    const database = await startTestDatabase();
    opened.defer(() => database.close());
    const vault = await VaultDouble.start();
    opened.defer(() => vault.stop());
    const bundle = path.join(folder, 'apps', 'ai');
    mkdirSync(bundle, { recursive: true });
    writeFileSync(path.join(bundle, 'main.mjs'), ECHO);
    const config = GatewayConfig.parse({
      listen: { public: '127.0.0.1:0', internal: `unix:${folder}/internal.sock` },
      publicUrl: 'http://localhost:4000',
      databaseUrl: database.url,
      vault: { target: vault.target, secret: vault.secret },
      appsDir: path.join(folder, 'apps'),
      runDir: path.join(folder, 'run'),
      dataDir: path.join(folder, 'data'),
      firstInviteFile: path.join(folder, 'run', 'first-invite'),
      rateLimit: 1_000_000,
      ...settings,
      models: { providers: [{ id: 'test', baseUrl: 'http://127.0.0.1:9/v1', models: [{ id: 'one', inputPrice: 1_000_000, outputPrice: 2_000_000 }] }] },
    });
    const catalogue = new AppCatalogue([{ manifest: aManifest('ai', SKILLS), folder: bundle }]);
    const places = choosePlaces({ apps: catalogue.all(), runDir: config.runDir, dataDir: config.dataDir, secrets: () => ({}) });
    let routes: readonly RoutePolicy[] = [];
    const service = await createService(AppModule.register(config, catalogue, new ProcessLauncher(places)), {
      name: 'gateway',
      version: '0.0.0',
      requestTimeoutMs,
      listeners: { public: config.listen.public, internal: config.listen.internal, apps: `unix:${places.gatewaySocket}` },
      configure: (app) => {
        routes = listRoutePolicies(app);
        return configureHttp(app, config);
      },
    });
    opened.defer(() => service.stop(1000));
    await service.start();
    return new TestGateway(service, routes, vault, () => opened.disposeAsync());
  }

  get url(): string {
    return `http://${this.service.addresses.public}`;
  }

  get dataSource(): DataSource {
    return this.service.app.get(DataSource);
  }

  async caller(role: 'user' | 'admin' = 'user'): Promise<Caller> {
    const session = { id: randomUUID(), userId: randomUUID(), role };
    const name = `caller-${session.userId.slice(0, 13)}`;
    const insert = `INSERT INTO user_account (id, username, email, password_hash, role, email_verified_at) VALUES ($1, $2, $3, '-', $4, now())`;
    await withTransaction(this.dataSource, async (manager) => {
      await manager.query(insert, [session.userId, name, `${name}@example.test`, role]);
      await manager.query(`INSERT INTO session (id, user_id, expires_at) VALUES ($1, $2, now() + interval '1 hour')`, [session.id, session.userId]);
      await this.service.app.get(CreditsService).open(manager, session.userId);
    });
    return { id: session.userId, token: issueAccessToken(this.service.app.get(SigningKeys).current, session) };
  }

  fetch(method: string, route: string, caller: Caller | null, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const sent = { ...(caller ? { authorization: `Bearer ${caller.token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
    return fetch(this.url + route, { method, headers: sent, body: body === undefined ? null : JSON.stringify(body) });
  }

  /** Sends JSON and reads JSON; T is what the route answers by contract. */
  async json<T>(method: string, route: string, caller: Caller | null, body?: unknown): Promise<{ status: number; body: T; code: string | undefined }> {
    const response = await this.fetch(method, route, caller, body);
    const text = await response.text();
    const parsed = (text ? JSON.parse(text) : null) as T & { error?: { code: string } };
    return { status: response.status, body: parsed, code: parsed?.error?.code };
  }
}
