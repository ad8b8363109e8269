import { isUtf8 } from 'node:buffer';
import { DomainError } from '@mateship/contracts';
import type { FastifyInstance } from 'fastify';
import { isShallow } from './json-depth.js';

/**
 * Reads JSON bodies, and no others. Routes marked with RawBody get the bytes. Everything else must be UTF-8 and shallow;
 * `__proto__` and `constructor.prototype` are refused.
 */
export function installJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.routeOptions.config.rawBody) return done(null, body);
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body)) return done(new DomainError('MALFORMED_BODY'));
    void parse(request, body.toString('utf8'), (error, value) => {
      if (error) done(error);
      else done(isShallow(value) ? null : new DomainError('MALFORMED_BODY'), value);
    });
  });
}
