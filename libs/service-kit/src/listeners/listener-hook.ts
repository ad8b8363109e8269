import { DomainError } from '@mateship/contracts';
import type { FastifyInstance } from 'fastify';
import { hasTwoHosts, isHost } from './host-header.js';
import { isLingering } from './lingering-close.js';
import type { Listeners } from './listeners.js';

/** Keeps each route to its listener, refuses requests without a proper Host, and turns work away while the service drains. */
export function installListenerCheck(fastify: FastifyInstance, listeners: Listeners): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isLingering(request.raw.socket)) {
      reply.hijack();
      request.raw.socket.destroy();
      return;
    }
    if (listeners.turnsAway(request.raw.socket)) {
      reply.header('connection', 'close');
      return done(new DomainError('SHUTTING_DOWN', { retryAfter: 1 }));
    }
    const { host } = request.headers;
    const isWrong = host === undefined ? request.raw.httpVersion === '1.1' : !isHost(host) || hasTwoHosts(request.raw.rawHeaders);
    if (isWrong) return done(new DomainError('HOST_INVALID'));
    if (request.is404) return done();
    const bound = request.routeOptions.config.listener ?? 'internal';
    const isHere = bound === 'any' || bound === listeners.originOf(request.raw.socket);
    done(isHere ? undefined : new DomainError('NOT_FOUND'));
  });
}
