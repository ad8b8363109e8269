import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Dispatcher } from 'undici';
import { DomainError } from '@mateship/contracts';
import { errorOf } from './app-errors.js';
import type { CallLimit } from './call-limit.js';

const MAX_ERROR_BYTES = 64_000;

/** Opens our answer for what an app sends with these headers. */
export type Accept = (headers: IncomingHttpHeaders) => Writable;

/** Begins our own answer with what the app says about its body. */
export function acceptInto(reply: FastifyReply): Accept {
  return (headers) => {
    const answer = reply.getHeaders() as OutgoingHttpHeaders;
    if (headers['content-type'] !== undefined) answer['content-type'] = headers['content-type'];
    if (headers['content-length'] !== undefined) answer['content-length'] = headers['content-length'];
    reply.hijack();
    return reply.raw.writeHead(200, answer);
  };
}

/**
 * Lets an app's answer flow into ours as bytes, with back-pressure and nothing in between. Resolves once it has begun,
 * with what resolves when it is over; an error answer is read and thrown as ours. What the limit stops is cut on both sides.
 */
export async function relay(pool: Dispatcher, request: Dispatcher.DispatchOptions, to: { accept: Accept; limit: CallLimit }): Promise<{ over: Promise<void> }> {
  const passage = new Passage(to.accept);
  to.limit.onStop((reason) => passage.stop(reason as Error));
  pool.dispatch(request, passage);
  await passage.begun.promise;
  return { over: passage.over.promise };
}

/** undici's own handlers put a stream and an AbortSignal between the two sockets, which costs as much as the sockets. */
class Passage implements Dispatcher.DispatchHandler {
  readonly begun = Promise.withResolvers<void>();
  readonly over = Promise.withResolvers<void>();
  private controller: Dispatcher.DispatchController | undefined;
  private stopped: Error | undefined;
  private sink: Writable | undefined;
  private announced = Number.NaN;
  private readonly refusal: Buffer[] = [];
  private refusalBytes = 0;

  constructor(private readonly accept: Accept) {}

  /** Cuts both sides. A request that still waits for a connection is not sent any more. */
  stop(reason: Error): void {
    this.stopped = reason;
    this.controller?.abort(reason);
    this.fail(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.stopped) controller.abort(this.stopped);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status !== 200) return;
    this.announced = Number(headers['content-length']);
    this.sink = this.accept(headers);
    this.begun.resolve();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { sink } = this;
    if (!sink) return this.collect(chunk);
    // An answer that came in one piece leaves in one, head and body together.
    if (chunk.length === this.announced) return void sink.end(chunk);
    if (sink.write(chunk)) return;
    controller.pause();
    sink.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    if (!this.sink) return this.fail(readError(Buffer.concat(this.refusal)));
    if (!this.sink.writableEnded) this.sink.end();
    this.over.resolve();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  private collect(chunk: Buffer): void {
    this.refusalBytes += chunk.length;
    if (this.refusalBytes > MAX_ERROR_BYTES) this.stop(new DomainError('SKILL_BAD_RESPONSE'));
    else this.refusal.push(chunk);
  }

  /** An answer that has begun can only be broken off; one that has not is an error to the caller. */
  private fail(reason: Error): void {
    this.sink?.destroy();
    this.begun.reject(reason);
    this.over.resolve();
  }
}

function readError(body: Buffer): DomainError {
  try {
    return errorOf(JSON.parse(body.toString('utf8')));
  } catch {
    return new DomainError('SKILL_BAD_RESPONSE');
  }
}
