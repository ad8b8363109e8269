import type { FastifyInstance } from 'fastify';
import { requestContext, type RequestContext } from './request-context.js';
import { REQUEST_ID_HEADER } from './request-id.js';
import { newSpanId, newTraceId, traceIdOf } from './traceparent.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the first hook of every request. */
    kitContext: RequestContext;
  }
}

/** Gives every request its context. Reading a body leaves it, so it is entered again before the handler. */
export function installRequestContext(fastify: FastifyInstance): void {
  // A property rather than a WeakMap: an entry per request makes every collection of young garbage slow.
  fastify.decorateRequest('kitContext');
  fastify.addHook('onRequest', (request, reply, done) => {
    request.kitContext = {
      requestId: request.id,
      traceId: traceIdOf(request.headers.traceparent) ?? newTraceId(),
      spanId: newSpanId(),
    };
    reply.header(REQUEST_ID_HEADER, request.id);
    requestContext.run(request.kitContext, done);
  });
  fastify.addHook('preValidation', (request, _reply, done) => requestContext.run(request.kitContext, done));
}
