import { writeChunk } from '@mateship/service-kit';
import type { FastifyReply } from 'fastify';
import { WaitingClient } from '../apps/waiting-client.js';

const PING_MS = 10_000;

/** A server-sent event answer: headers, a ping every ten seconds, back-pressure, and a signal that fires when the client leaves before the end, or has left already. */
export class SseReply {
  readonly left: AbortSignal;
  private readonly ping: NodeJS.Timeout;

  constructor(private readonly reply: FastifyReply) {
    const left = new AbortController();
    this.left = left.signal;
    const client = new WaitingClient(reply.raw);
    const leave = () => left.abort(client.reason);
    if (client.aborted) leave();
    else client.addEventListener('abort', leave);
    const headers = reply.getHeaders();
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(headers as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.raw.flushHeaders();
    this.ping = setInterval(() => reply.raw.write(': ping\n\n'), PING_MS);
  }

  /** Sends text; gives something to wait for when the client reads slower than that. */
  write(text: string): Promise<unknown> | undefined {
    if (this.left.aborted) return undefined;
    return writeChunk(this.reply.raw, text, this.left)?.catch(() => undefined);
  }

  end(): void {
    clearInterval(this.ping);
    this.reply.raw.end();
  }
}
