import type { FastifyReply } from 'fastify';
import { REQUEST_ID_HEADER } from '../context/request-id.js';
import { closeLingering } from '../listeners/lingering-close.js';
import type { ErrorAnswer } from './to-error-body.js';

/** Sends an error answer; once an answer has begun, breaking it off is all that can still be said. */
export function sendError(reply: FastifyReply, { status, body, retryAfter }: ErrorAnswer): void {
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  closeLingering(reply.request.raw);
  if (reply.sent) {
    const text = JSON.stringify(body);
    reply.raw.writeHead(status, { 'content-type': 'application/json; charset=utf-8', [REQUEST_ID_HEADER]: body.error.requestId });
    reply.raw.end(text);
    return;
  }
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
  reply.removeHeader('content-length').removeHeader('content-disposition').removeHeader('cache-control');
  void reply.status(status).type('application/json; charset=utf-8').send(body);
}
