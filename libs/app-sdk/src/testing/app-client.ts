import { randomUUID, type KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';
import { APP_PATHS, INTERNAL_HEADERS, type Invocation } from '@mateship/contracts';
import { deriveMacKey, InternalClient, rejectErrorAnswer, sha256hex, signRequest, textOf } from '@mateship/service-kit';
import { Pool } from 'undici';
import { readEvents, type StreamEvent } from './event-reader.js';

export type { StreamEvent } from './event-reader.js';

/** How one call differs from an ordinary one. */
export interface ClientCall {
  /** Milliseconds until the deadline; 10,000 when left out. */
  deadlineMs?: number;
  signal?: AbortSignal;
  /** The delegation token; one that the double accepts when left out. */
  job?: string;
}

/** An answer as bytes on the wire. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

const TIMEOUT_MS = 30_000;

/** Calls an app as the gateway does: signed, with an invocation. */
export class AppClient {
  private readonly client: InternalClient;
  private readonly pool: Pool;
  private readonly key: KeyObject;

  constructor(
    private readonly id: string,
    listen: string,
    secret: Buffer,
    private readonly job: string = randomUUID(),
  ) {
    this.key = deriveMacKey(secret, `gateway->app:${id}`);
    this.client = new InternalClient({ target: listen, key: this.key, audience: `app:${id}`, timeoutMs: TIMEOUT_MS, unavailable: 'APP_UNAVAILABLE' });
    this.pool = listen.startsWith('unix:') ? new Pool('http://app', { socketPath: listen.slice('unix:'.length) }) : new Pool(`http://${listen}`);
  }

  /** The skill's answer. @throws DomainError the app's error. */
  call(skill: string, input: unknown, options: ClientCall = {}): Promise<unknown> {
    return this.client.json('POST', APP_PATHS.skill(skill), input, undefined, this.optionsFor(options));
  }

  /** The skill's events as they come. @throws DomainError the app's error before the first event. */
  async *stream(skill: string, input: unknown, options: ClientCall = {}): AsyncGenerator<StreamEvent> {
    yield* readEvents(await this.open(skill, input, options));
  }

  /** The skill's event stream as bytes. */
  async open(skill: string, input: unknown, options: ClientCall = {}): Promise<Readable> {
    const { headers, ...rest } = this.optionsFor(options);
    const body = Buffer.from(JSON.stringify(input));
    const answer = await this.client.stream('POST', APP_PATHS.skill(skill), body, { ...rest, headers: { ...headers, 'content-type': 'application/json' } });
    await rejectErrorAnswer(answer, 'APP_UNAVAILABLE');
    return answer.body;
  }

  /** Sends bytes to a skill; signed when told so. For what the gateway would never send. */
  async raw(skill: string, body: Buffer, { signed, ...options }: ClientCall & { signed: boolean }): Promise<RawAnswer> {
    const path = APP_PATHS.skill(skill);
    const { invocation } = this.optionsFor(options);
    const headers: Record<string, string> = { 'content-type': 'application/json', [INTERNAL_HEADERS.invocation]: invocation };
    const audience = `app:${this.id}`;
    if (signed) headers[INTERNAL_HEADERS.mac] = signRequest(this.key, { method: 'POST', path, audience, bodyHash: sha256hex(body), invocation });
    const answer = await this.pool.request({ method: 'POST', path, headers, body });
    return { status: answer.statusCode, headers: answer.headers, text: await textOf(answer.body) };
  }

  /** Reads a path of the app without any credential. */
  async get(path: string): Promise<RawAnswer> {
    const answer = await this.pool.request({ method: 'GET', path });
    return { status: answer.statusCode, headers: answer.headers, text: await textOf(answer.body) };
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.pool.destroy()]);
  }

  private optionsFor({ deadlineMs = 10_000, signal, job = this.job }: ClientCall): { invocation: string; signal: AbortSignal | undefined; headers: Record<string, string> } {
    const invocation: Invocation = { runId: randomUUID(), user: 'user-of-test', chatId: null, job, deadline: Date.now() + deadlineMs };
    return { invocation: Buffer.from(JSON.stringify(invocation)).toString('base64url'), signal, headers: {} };
  }
}
