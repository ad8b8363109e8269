import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** What the proxy in front of us saw. */
export interface Forwarded {
  /** The client's address; undefined when the proxy named none. */
  address: string | undefined;
  /** Whether the client spoke TLS with the proxy. */
  secure: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Only on the public listener and only where a proxy is trusted. */
    forwarded?: Forwarded;
  }
}

/** Believes the forwarded headers of requests to the public listener. Without this nobody looks at them: anybody can write them. */
export function believeProxy(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { listener } = request.routeOptions.config;
    if (listener === 'public' || listener === 'any') request.forwarded = readForwarded(request.headers);
    done();
  });
}

/** Reads what the nearest proxy added, which is the last entry of each header: a client can only write those before it. */
export function readForwarded(headers: IncomingHttpHeaders): Forwarded {
  const address = lastOf(headers['x-forwarded-for']);
  return { address: address !== undefined && isIP(address) !== 0 ? address : undefined, secure: lastOf(headers['x-forwarded-proto'])?.toLowerCase() === 'https' };
}

function lastOf(header: string | string[] | undefined): string | undefined {
  return header?.toString().split(',').at(-1)?.trim();
}
