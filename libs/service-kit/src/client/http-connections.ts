import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { requestAddress } from './request-address.js';

/** A request as it goes over the wire. */
export interface HttpRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer | undefined;
  signal?: AbortSignal | undefined;
}

/** An answer as it arrives. Read the body to its end or destroy it, or its connection stays taken. */
export interface StreamedAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Readable;
}

const MOST_CONNECTIONS = 64;

// Not imported: for an import, Node also loads its own `fetch`, which an app that wakes would wait for.
const http = process.getBuiltinModule('node:http');

/** Kept connections to one other end. */
export class HttpConnections {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  private readonly running = new Set<ClientRequest>();

  /**
   * @param target `unix:/path` or `host:port`.
   * @param timeoutMs longest wait for a connection, for the head of an answer, and between two pieces of its body.
   */
  constructor(
    private readonly target: string,
    private readonly timeoutMs: number,
  ) {}

  /** Resolves when the head of the answer is there. The signal ends the answer's body, too, with its own reason. */
  request({ method, path, headers, body, signal }: HttpRequest): Promise<StreamedAnswer> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<StreamedAnswer>();
    const length = body ? { 'content-length': String(body.length) } : {};
    const request = http.request({ ...requestAddress(this.target), method, path, headers: { ...headers, ...length }, agent: this.agent, timeout: this.timeoutMs });
    let answer: IncomingMessage | undefined;
    const end = (reason: Error): void => {
      answer?.destroy(reason);
      request.destroy(reason);
    };
    const onAbort = (): void => end(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.running.add(request);
    request.on('timeout', () => end(new Error(`nothing came for ${this.timeoutMs} ms`)));
    request.on('error', reject);
    request.on('response', (response) => {
      answer = response;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response });
    });
    request.on('close', () => {
      this.running.delete(request);
      signal?.removeEventListener('abort', onAbort);
    });
    request.end(body);
    return promise;
  }

  /** Ends all connections; running requests fail. */
  close(): void {
    for (const request of this.running) request.destroy(new Error('the connections were closed'));
    this.agent.destroy();
  }
}
