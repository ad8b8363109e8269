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

  /** Whether a connection brings new work while the service drains. */
  turnsAway(socket: Socket): boolean {
    return this.isDraining && this.originOf(socket) !== 'apps';
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

  /**
   * Takes no more connections, lets running requests and `work` end for up to `graceMs`, then cuts what is left. Apps
   * are heard until then, since what runs may need them.
   */
  async drain(graceMs: number, work: Promise<void> = Promise.resolve()): Promise<void> {
    this.isDraining = true;
    const grace = new AbortController();
    const late = sleep(graceMs, undefined, { signal: grace.signal }).catch(() => undefined);
    const isOfApps = ([name]: [string, Server]): boolean => name === 'apps';
    const doors = [...this.servers];
    await Promise.race([Promise.all([work, closeAll(doors.filter((door) => !isOfApps(door)))]), late]);
    await Promise.race([closeAll(doors.filter(isOfApps)), late]);
    grace.abort();
    for (const [, server] of doors) server.closeAllConnections();
  }
}

/** Resolves when the servers have closed, which they do when their last request has ended. */
async function closeAll(doors: [string, Server][]): Promise<void> {
  const servers = doors.map(([, server]) => server);
  const sweep = setInterval(() => servers.forEach((server) => server.closeIdleConnections()), IDLE_SWEEP_MS);
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  clearInterval(sweep);
}
