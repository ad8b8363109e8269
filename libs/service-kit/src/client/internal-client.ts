import type { KeyObject } from 'node:crypto';
import { DomainError, INTERNAL_HEADERS, type ErrorCode } from '@mateship/contracts';
import type { z } from 'zod';
import { currentTraceparent, requestContext } from '../context/request-context.js';
import { REQUEST_ID_HEADER } from '../context/request-id.js';
import { sha256hex } from '../identity/mac-key.js';
import { signRequest } from '../identity/sign-request.js';
import { HttpConnections, type StreamedAnswer } from './http-connections.js';
import { rejectErrorAnswer, textOf } from './remote-error.js';

/** Whom to call, and how to prove who we are. */
export interface InternalClientOptions {
  /** `unix:/path` or `host:port`. */
  target: string;
  /** MAC key of our direction, from {@link deriveMacKey}. */
  key: KeyObject;
  /** The other end's name: `app:<id>`, `gateway` or `vault`. */
  audience: string;
  /** Longest wait for an answer's headers, and between two pieces of its body. */
  timeoutMs: number;
  /** What callers are told when the other end is away, late or talks nonsense. */
  unavailable: ErrorCode;
}

/** What one call may add. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
  /** The invocation header; the MAC covers it. */
  invocation?: string | undefined;
}

/** Calls another of our processes over kept connections, each request signed and inside the caller's trace. */
export class InternalClient {
  private readonly connections: HttpConnections;

  constructor(private readonly options: InternalClientOptions) {
    this.connections = new HttpConnections(options.target, options.timeoutMs);
  }

  /**
   * Sends JSON and reads JSON; an empty answer is undefined.
   * @param schema what the answer must look like; without it the answer is taken as it is.
   * @throws DomainError the other end's own error, or the `unavailable` code; the signal's reason when it aborts.
   */
  async json<T>(method: string, path: string, body?: unknown, schema?: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = bytes ? { 'content-type': 'application/json', ...options.headers } : options.headers;
    const answer = await this.stream(method, path, bytes, { ...options, headers });
    return this.guarded(options.signal, async () => {
      await rejectErrorAnswer(answer, this.options.unavailable);
      const text = await textOf(answer.body);
      const value: unknown = text === '' ? undefined : JSON.parse(text);
      return schema ? schema.parse(value) : (value as T);
    });
  }

  /** Sends bytes and hands over the answer as soon as its headers are there, whatever its status. */
  stream(method: string, path: string, body?: Buffer, options: CallOptions = {}): Promise<StreamedAnswer> {
    const headers = this.headersFor(method, path, body ?? Buffer.alloc(0), options);
    return this.guarded(options.signal, () => this.connections.request({ method, path, headers, body, signal: options.signal }));
  }

  /** Ends the kept connections; running calls fail. */
  async close(): Promise<void> {
    this.connections.close();
  }

  private headersFor(method: string, path: string, body: Buffer, options: CallOptions): Record<string, string> {
    const { key, audience } = this.options;
    const { invocation } = options;
    const headers: Record<string, string> = { ...options.headers };
    headers[INTERNAL_HEADERS.mac] = signRequest(key, { method, path, audience, bodyHash: sha256hex(body), invocation });
    if (invocation !== undefined) headers[INTERNAL_HEADERS.invocation] = invocation;
    const context = requestContext.getStore();
    if (context) headers[REQUEST_ID_HEADER] ??= context.requestId;
    const traceparent = currentTraceparent();
    if (traceparent) headers.traceparent ??= traceparent;
    return headers;
  }

  private async guarded<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      if (cause instanceof DomainError) throw cause;
      throw new DomainError(this.options.unavailable, { cause });
    }
  }
}
