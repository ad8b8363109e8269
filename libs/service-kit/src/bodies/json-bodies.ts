import type { FastifyInstance } from 'fastify';
import { parseJson } from './parse-json.js';

/** Reads JSON bodies, and no others. Routes marked with RawBody get the bytes as they are; an empty body is undefined. */
export function installJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.routeOptions.config.rawBody) return done(null, body);
    if (body.length === 0) return done(null, undefined);
    let value: unknown;
    try {
      value = parseJson(body);
    } catch (error) {
      return done(error as Error);
    }
    done(null, value);
  });
}
