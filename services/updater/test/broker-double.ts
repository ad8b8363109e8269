import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { INTERNAL_HEADERS } from '@mateship/contracts';
import { deriveMacKey, MacVerifier, sha256hex } from '@mateship/service-kit';

/** A request that the broker double believed. */
export interface Asked {
  method: string;
  path: string;
  body: string;
}

/** The engine broker's side of its socket: checks who asks, notes it, and answers what a test tells it to. */
export class BrokerDouble {
  readonly secret = randomBytes(32).toString('base64url');
  readonly asked: Asked[] = [];
  /** Answers by `METHOD path`. */
  readonly answers = new Map<string, { status: number; body: unknown }>();
  private readonly verifier = new MacVerifier(deriveMacKey(Buffer.from(this.secret), 'updater->engine-broker'), 'engine-broker');
  private readonly readers = new Set<http.ServerResponse>();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  constructor(private readonly socket: string) {}

  get target(): string {
    return `unix:${this.socket}`;
  }

  async start(): Promise<void> {
    this.server.listen(this.socket);
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Somebody follows the events. */
  get isFollowed(): boolean {
    return this.readers.size > 0;
  }

  tell(line: string): void {
    for (const reader of this.readers) reader.write(line);
  }

  breakEvents(): void {
    for (const reader of this.readers) reader.destroy();
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { method = '', url = '' } = request;
    if (url.startsWith('/health')) return void response.writeHead(200).end('{}');
    this.verifier.verify({ method, path: url, header: request.headers[INTERNAL_HEADERS.mac] as string, bodyHash: sha256hex(body) });
    this.asked.push({ method, path: url, body: body.toString() });
    if (url === '/v1/events') {
      this.readers.add(response);
      response.once('close', () => this.readers.delete(response));
      return void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('\n');
    }
    const known = this.answers.get(`${method} ${url}`);
    response.writeHead(known?.status ?? 404, { 'content-type': 'application/json' }).end(known?.body === undefined ? '' : JSON.stringify(known.body));
  }
}
