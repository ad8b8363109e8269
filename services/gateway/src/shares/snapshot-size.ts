import { MAX_SHARE_CHARACTERS } from '@mateship/contracts';
import type { FastifyInstance } from 'fastify';

const REST_OF_BODY = 64 * 1024;
const ROUTES = new Set(['/v1/shares', '/v1/shares/copy']);

/** Lets the two routes that take a whole snapshot read a larger body than others. Call it before the routes are made. */
export function allowSnapshots(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.method === 'POST' && ROUTES.has(route.url)) route.bodyLimit = MAX_SHARE_CHARACTERS + REST_OF_BODY;
  });
}
