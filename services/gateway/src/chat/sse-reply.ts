import { once } from 'node:events';
import type { FastifyReply } from 'fastify';

const PING_MS = 10_000;

/** A server-sent event answer: headers, a ping every ten seconds, back-pressure, and a signal that fires when the client leaves. */
export class SseReply {
  readonly left: AbortSignal;
  private readonly ping: NodeJS.Timeout;

  constructor(private readonly reply: FastifyReply) {
    const left = new AbortController();
    this.left = left.signal;
    reply.raw.once('close', () => left.abort());
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

  async write(text: string): Promise<void> {
    if (this.left.aborted) return;
    if (!this.reply.raw.write(text)) await once(this.reply.raw, 'drain', { signal: this.left }).catch(() => undefined);
  }

  end(): void {
    clearInterval(this.ping);
    this.reply.raw.end();
  }
}
