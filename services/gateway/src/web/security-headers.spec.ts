import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { pagePolicy, securityHeaders } from './security-headers.js';

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
          styleSrc: ["'self'"],
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

  it('allow nothing inline', () => {
    expect(securityHeaders(true)['content-security-policy']).not.toMatch(/unsafe|nonce/);
  });

  it('allow the style elements of one nonce in a page, and change nothing else', () => {
    const policy = pagePolicy('abc-123');
    expect(policy).toContain(";style-src 'self' 'nonce-abc-123';script-src 'self';");
    expect(policy.replace(" 'nonce-abc-123'", '')).toBe(securityHeaders(true)['content-security-policy']);
  });
});
