import type { RequestListener, Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerClientError } from '../errors/client-error.js';
import { listenAt } from './listen.js';
import { http } from './node-http.js';

const IDLE_SWEEP_MS = 50;

/** All servers of one service. They run the same routes; each connection remembers the server that took it. */
export class Listeners {
  private readonly servers = new Map<string, Server>();
  private readonly origins = new WeakMap<Socket, string>();
  private isDraining = false;

  constructor(
    private readonly wanted: Record<string, string>,
    private readonly settings: ServerOptions,
  ) {}

  /** Makes the server of one listener. */
  add(name: string, handler: RequestListener): Server {
    const server = http.createServer(this.settings, handler);
    server.on('connection', (socket: Socket) => this.origins.set(socket, name));
    this.servers.set(name, server);
    return server;
  }

  /** Makes the servers after the first, which Fastify asks for itself, and answers protocol faults on them. */
  addFurther(handler: RequestListener): void {
    for (const name of Object.keys(this.wanted).slice(1)) this.add(name, handler).on('clientError', answerClientError);
  }

  get first(): string {
    return Object.keys(this.wanted)[0] ?? 'internal';
  }

  get draining(): boolean {
    return this.isDraining;
  }

  /** The listener that took a connection; undefined for a connection that came in by no listener. */
  originOf(socket: Socket): string | undefined {
    return this.origins.get(socket);
  }

  /** Binds all servers. Resolves to where each can really be reached. */
  async listen(): Promise<Record<string, string>> {
    const addresses: Record<string, string> = {};
    for (const [name, server] of this.servers) addresses[name] = await listenAt(server, this.wanted[name] ?? '');
    return addresses;
  }

  /** Takes no more connections, lets running requests end for up to `graceMs`, then cuts what is left. */
  async drain(graceMs: number): Promise<void> {
    this.isDraining = true;
    const servers = [...this.servers.values()];
    const closed = Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
    const sweep = setInterval(() => servers.forEach((server) => server.closeIdleConnections()), IDLE_SWEEP_MS);
    const grace = new AbortController();
    await Promise.race([closed, sleep(graceMs, undefined, { signal: grace.signal }).catch(() => undefined)]);
    grace.abort();
    clearInterval(sweep);
    servers.forEach((server) => server.closeAllConnections());
    await closed;
  }
}
