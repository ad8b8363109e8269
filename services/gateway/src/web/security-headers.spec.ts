import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { securityHeaders } from './security-headers.js';

describe('the security headers', () => {
  it.each([true, false])('are those of helmet (over TLS: %s)', async (secure) => {
    const fastify = Fastify();
    await fastify.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          baseUri: ["'none'"],
          objectSrc: ["'none'"],
          frameAncestors: ["'none'"],
          formAction: ["'self'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          styleSrc: ["'self'", "'unsafe-inline'"],
          scriptSrc: ["'self'"],
          connectSrc: ["'self'"],
        },
      },
      strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
      crossOriginEmbedderPolicy: false,
    });
    let expected: Record<string, unknown> = {};
    fastify.get('/', (_request, reply) => {
      expected = { ...reply.raw.getHeaders() };
      return '';
    });
    await fastify.inject('/');
    await fastify.close();
    expect(securityHeaders(secure)).toEqual(expected);
  });
});
