import type { Readable } from 'node:stream';
import fastifyMultipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from './config/config.js';
import { securityHeaders } from './web/security-headers.js';
import { serveWebApp } from './web/web-app.js';

/** Security headers, uploads and the web client. */
export async function configureHttp(app: NestFastifyApplication, config: GatewayConfig): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const headers = securityHeaders(config.publicUrl.startsWith('https:'));
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  await fastify.register(fastifyMultipart, { throwFileSizeLimit: false });
  // Apps save files as plain bytes; the handler reads them after it knows who calls.
  fastify.addContentTypeParser('application/octet-stream', (_request, payload: Readable, done) => done(null, payload));
  if (config.webDir) await serveWebApp(app, config.webDir);
}
