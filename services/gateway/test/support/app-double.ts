import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppManifest, INTERNAL_HEADERS, Invocation } from '@mateship/contracts';
import { deriveMacKey, MacVerifier, sha256hex } from '@mateship/service-kit';
import { AppCatalogue } from '../../src/apps/app-catalogue.js';
import { AppConnections } from '../../src/apps/app-connections.js';
import { Delegations } from '../../src/apps/delegations.js';
import { AppRuntime, type AppLease, type AppStatus } from '../../src/apps/runtime/app-runtime.js';
import { SkillBreakers } from '../../src/apps/skill-breakers.js';
import { SkillCalls } from '../../src/apps/skill-calls.js';

/** What an app answers to one call. */
export type Behaviour = (input: unknown, response: http.ServerResponse, invocation: Invocation) => void;
type SkillChanges = { id: string } & Record<string, unknown>;

/** A manifest with these skills and nothing else worth reading. */
export function aManifest(id: string, skills: SkillChanges[], changes: Record<string, unknown> = {}): AppManifest {
  const filled = skills.map((skill) => ({ title: skill.id, description: skill.id, input: { type: 'object' }, output: { type: 'object' }, ...skill }));
  return AppManifest.parse({ id, publisher: 'test', version: '1.0.0', name: id, description: id, skills: filled, ...changes });
}

/** The other side of the wire to apps: one server that is every app, and a runtime that is always awake. */
export class AppDouble extends AppRuntime {
  readonly catalogue: AppCatalogue;
  readonly calls: SkillCalls;
  /** Leases that were not given back yet. */
  held = 0;
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'app-double-'));
  private readonly secret = randomBytes(32);
  private readonly endpoint = { target: `unix:${path.join(this.folder, 'app.sock')}`, secret: this.secret };
  private readonly connections = new AppConnections();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  private constructor(
    manifests: AppManifest[],
    private behave: Behaviour,
  ) {
    super();
    this.catalogue = new AppCatalogue(manifests.map((manifest) => ({ manifest, folder: this.folder })));
    this.calls = new SkillCalls(this.catalogue, this, this.connections, new Delegations(), new SkillBreakers());
  }

  static async start(manifests: AppManifest[], behave: Behaviour = json({})): Promise<AppDouble> {
    const app = new AppDouble(manifests, behave);
    app.server.listen(path.join(app.folder, 'app.sock'));
    await once(app.server, 'listening');
    return app;
  }

  /** Answers every call like this from now on. */
  does(behave: Behaviour): void {
    this.behave = behave;
  }

  async acquire(): Promise<AppLease> {
    this.held += 1;
    let given = false;
    const release = () => {
      if (!given) this.held -= 1;
      given = true;
    };
    return { endpoint: this.endpoint, release };
  }

  status(): AppStatus {
    return { state: 'awake', lastUsedAt: null, lastWakeMs: null };
  }

  secretOf(): Buffer {
    return this.secret;
  }

  async sleep(): Promise<void> {}

  async shutdown(): Promise<void> {
    await this.connections.onModuleDestroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const bytes = Buffer.concat(await request.toArray());
    const header = (name: string) => request.headers[name] as string;
    const invocation = header(INTERNAL_HEADERS.invocation);
    const verified = [...this.catalogue.all()].some(({ manifest: { id } }) => {
      try {
        const verifier = new MacVerifier(deriveMacKey(this.secret, `gateway->app:${id}`), `app:${id}`);
        verifier.verify({ method: 'POST', path: request.url ?? '', header: header(INTERNAL_HEADERS.mac), bodyHash: sha256hex(bytes), invocation });
        return true;
      } catch {
        return false;
      }
    });
    if (!verified) return void response.writeHead(401).end();
    this.behave(JSON.parse(bytes.toString()), response, Invocation.parse(JSON.parse(Buffer.from(invocation, 'base64url').toString())));
  }
}

/** Answers JSON. */
export function json(body: unknown, status = 200): Behaviour {
  return (_input, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Streams events by name and data; text is sent as it is. */
export function events(...list: (readonly [string, unknown] | string)[]): Behaviour {
  return (_input, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of list) response.write(typeof event === 'string' ? event : `event: ${event[0]}\ndata: ${JSON.stringify(event[1])}\n\n`);
    response.end();
  };
}

/** The body of an error answer of an app. */
export function anError(code: string, message = 'A sentence.'): { error: Record<string, unknown> } {
  return { error: { code, message, details: {}, timestamp: '2026-01-01T00:00:00.000Z', requestId: 'r' } };
}
