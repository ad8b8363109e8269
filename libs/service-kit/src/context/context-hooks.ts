import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requestContext, type RequestContext } from './request-context.js';
import { REQUEST_ID_HEADER } from './request-id.js';
import { newSpanId, newTraceId, traceIdOf } from './traceparent.js';

/** Gives every request its context. Reading a body leaves it, so it is entered again before the handler. */
export function installRequestContext(fastify: FastifyInstance): void {
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  fastify.addHook('onRequest', (request, reply, done) => {
    const context = {
      requestId: request.id,
      traceId: traceIdOf(request.headers.traceparent) ?? newTraceId(),
      spanId: newSpanId(),
    };
    contexts.set(request, context);
    reply.header(REQUEST_ID_HEADER, request.id);
    requestContext.run(context, done);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const context = contexts.get(request);
    if (context) requestContext.run(context, done);
    else done();
  });
}
