import type { Readable } from 'node:stream';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from './config/config.js';
import { serveWebApp } from './web/web-app.js';

/** Security headers, uploads and the web client. */
export async function configureHttp(app: NestFastifyApplication, config: GatewayConfig): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const secure = config.publicUrl.startsWith('https:');
  await fastify.register(fastifyHelmet, {
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
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
  });
  await fastify.register(fastifyMultipart, { throwFileSizeLimit: false });
  // Apps save files as plain bytes; the handler reads them after it knows who calls.
  fastify.addContentTypeParser('application/octet-stream', (_request, payload: Readable, done) => done(null, payload));
  if (config.webDir) await serveWebApp(app, config.webDir);
}
