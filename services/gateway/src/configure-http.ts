import type { Readable } from 'node:stream';
import fastifyMultipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { believeProxy } from './access/forwarded.js';
import type { GatewayConfig } from './config/config.js';
import { allowSnapshots } from './shares/snapshot-size.js';
import { securityHeaders } from './web/security-headers.js';
import { serveWebApp } from './web/web-app.js';

/** Security headers, uploads and the web client. */
export async function configureHttp(app: NestFastifyApplication, config: GatewayConfig): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  allowSnapshots(fastify);
  if (config.trustProxy) believeProxy(fastify);
  const headers = securityHeaders(config.publicUrl.startsWith('https:'));
  const secureHeaders = securityHeaders(true);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.forwarded?.secure ? secureHeaders : headers);
    done();
  });
  await fastify.register(fastifyMultipart, { throwFileSizeLimit: false });
  // Apps save files as plain bytes; the handler reads them after it knows who calls.
  fastify.addContentTypeParser('application/octet-stream', (_request, payload: Readable, done) => done(null, payload));
  if (config.webDir) await serveWebApp(app, config.webDir);
}
