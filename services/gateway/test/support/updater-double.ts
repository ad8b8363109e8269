import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { INTERNAL_HEADERS, StartAppRequest, UPDATER_PATHS, type AppExited, type ContainerStatus, type EgressGrants, type EgressRefusal } from '@mateship/contracts';
import { deriveMacKey, MacVerifier, sha256hex } from '@mateship/service-kit';

/** A container of the double: a server that answers liveness on a port of its own. */
interface Container {
  server: http.Server;
  startedAt: string;
  isRunning: boolean;
  exitCode: number | null;
}

/** An updater with its engine: UPDATER_PATHS over HTTP, and one small server for each app that runs. */
export class UpdaterDouble {
  readonly secret = randomBytes(32).toString('base64url');
  /** `METHOD path` of every request that was believed. */
  readonly asked: string[] = [];
  /** Secret files of the latest start, by app. */
  readonly secrets = new Map<string, Record<string, string>>();
  grants: EgressGrants['grants'] = [];
  refusals: EgressRefusal[] = [];
  /** Whether apps that are started from now on answer liveness. */
  startsHealthy = true;
  private readonly containers = new Map<string, Container>();
  private readonly readers = new Set<http.ServerResponse>();
  private readonly verifier = new MacVerifier(deriveMacKey(Buffer.from(this.secret), 'gateway->updater'), 'updater');
  private server = this.newServer();
  private port = 0;

  get target(): string {
    return `127.0.0.1:${this.port}`;
  }

  get isFollowed(): boolean {
    return this.readers.size > 0;
  }

  async start(): Promise<void> {
    this.server = this.newServer();
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** The updater alone goes away; containers run on. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async close(): Promise<void> {
    await this.stop();
    for (const app of this.containers.keys()) await this.end(app, 0);
  }

  isRunning(app: string): boolean {
    return this.containers.get(app)?.isRunning ?? false;
  }

  count(request: string): number {
    return this.asked.filter((asked) => asked === request).length;
  }

  /** Somebody runs the app's container, as `docker compose up` does. */
  async run(app: string): Promise<string> {
    await this.end(app, 0);
    const isHealthy = this.startsHealthy;
    const server = http.createServer((_request, response) => void response.writeHead(isHealthy ? 200 : 503).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.containers.set(app, { server, startedAt: new Date().toISOString(), isRunning: true, exitCode: null });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** The app's container ends; whoever follows is told. */
  async crash(app: string, at = new Date()): Promise<void> {
    await this.end(app, 137);
    const exit: AppExited = { app, release: '1.0.0', exitCode: 137, oomKilled: true, at: at.toISOString() };
    for (const reader of this.readers) reader.write(`${JSON.stringify(exit)}\n`);
  }

  breakStream(): void {
    for (const reader of this.readers) reader.destroy();
  }

  private newServer(): http.Server {
    return http.createServer((request, response) => void this.answer(request, response));
  }

  private async end(app: string, exitCode: number): Promise<void> {
    const container = this.containers.get(app);
    if (!container?.isRunning) return;
    Object.assign(container, { isRunning: false, exitCode });
    container.server.closeAllConnections();
    container.server.close();
    await once(container.server, 'close');
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { method = '', url = '' } = request;
    try {
      this.verifier.verify({ method, path: url, header: request.headers[INTERNAL_HEADERS.mac] as string, bodyHash: sha256hex(body) });
    } catch {
      return void response.writeHead(401).end();
    }
    this.asked.push(`${method} ${url}`);
    const json = (value: unknown) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const [, app = '', verb = ''] = /^\/v1\/apps\/([^/]+)\/(\w+)$/.exec(url) ?? [];
    if (url === UPDATER_PATHS.exits) return this.follow(response);
    if (url === UPDATER_PATHS.apps) return json({ items: [...this.containers].map(([id, container]) => statusOf(id, container)) });
    if (url === UPDATER_PATHS.refusals) return json({ items: this.refusals });
    if (url === UPDATER_PATHS.grants) this.grants = (JSON.parse(body.toString()) as EgressGrants).grants;
    if (verb === 'start') {
      this.secrets.set(app, StartAppRequest.parse(JSON.parse(body.toString())).secrets);
      return json({ target: await this.run(app), secret: randomBytes(32).toString('base64url') });
    }
    if (verb === 'stop') await this.end(app, 0);
    if (verb === 'logs') return json({ lines: [`${app} said something`] });
    if (verb === 'stats') return json({ memoryBytes: 40_000_000, cpuPercent: 1.5 });
    response.writeHead(204).end();
  }

  private follow(response: http.ServerResponse): void {
    this.readers.add(response);
    response.once('close', () => this.readers.delete(response));
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('\n');
  }
}

function statusOf(app: string, { startedAt, isRunning, exitCode }: Container): ContainerStatus {
  return { app, release: '1.0.0', state: isRunning ? 'running' : 'stopped', startedAt, exitCode, oomKilled: false };
}
