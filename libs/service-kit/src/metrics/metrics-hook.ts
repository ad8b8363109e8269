import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Measures every request, streamed ones to their last byte. */
export function installRequestMetrics(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.observeRequest(request.method, request.routeOptions.url ?? 'unknown', reply.raw.statusCode, reply.elapsedTime / 1000);
    done();
  });
}
