import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { loadPage, loadSharePage } from './page.js';

const HASHED_FOR = 'public, max-age=31536000, immutable';

/**
 * Serves the built web client at /: files with a hash in their name for a year, index.html never stored, since each
 * answer has a nonce of its own, and index.html for every page address that is no API path, since the client routes itself. Links to shared chats have a page of their own.
 */
export async function serveWebApp(app: NestFastifyApplication, folder: string): Promise<void> {
  const page = loadPage(folder);
  const sharePage = loadSharePage(folder);
  const sendPage = (reply: FastifyReply): FastifyReply => {
    const { headers, body } = page();
    return reply.headers(headers).send(body);
  };
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.is404 || !isPageRequest(request.method, request.url, request.headers.accept)) return;
    await sendPage(reply);
    return reply;
  });
  await fastify.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, listener: 'public' };
    });
    for (const address of ['/', '/index.html']) scope.get(address, (_request, reply) => sendPage(reply));
    for (const address of ['/s/:id', '/share.html']) scope.get(address, (_request, reply) => reply.headers(sharePage.headers).send(sharePage.body));
    await scope.register(fastifyStatic, {
      root: path.resolve(folder),
      wildcard: false,
      index: false,
      globIgnore: ['index.html', 'share.html'],
      cacheControl: false,
      setHeaders: (reply, file) => void reply.header('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? HASHED_FOR : 'no-cache'),
    });
  });
}

/** Whether an unknown address is a page of the web client rather than an unknown API path. */
export function isPageRequest(method: string, url: string, accept: string | undefined): boolean {
  return method === 'GET' && !/^\/(v1|health|metrics|apps|internal|assets)(\/|\?|$)/.test(url) && accept?.includes('text/html') === true;
}
