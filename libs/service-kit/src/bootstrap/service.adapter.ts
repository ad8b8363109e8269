import type { RequestListener } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_ID_HEADER, requestIdOf } from '../context/request-id.js';
import { answerClientError } from '../errors/client-error.js';
import { sendError } from '../errors/send-error.js';
import { toErrorBody } from '../errors/to-error-body.js';
import type { Listeners } from '../listeners/listeners.js';
import type { ServiceOptions } from './running-service.js';

const MEBIBYTE = 1024 * 1024;

/** Nest's Fastify adapter that leaves Fastify's errors as they are; Nest would strip the code that tells them apart. */
export class ServiceAdapter extends FastifyAdapter {
  override mapException(error: unknown): unknown {
    return error;
  }
}

/** Contracts are zod's; without Fastify's own schema compilers a process starts sooner and is smaller. */
function noSchemas(): never {
  throw new Error('Fastify route schemas are not used here: validate with zod');
}

/** Fastify as every service runs it. Middleware of the Connect kind is off: it costs every request and nothing needs it. */
export function createAdapter(listeners: Listeners, options: ServiceOptions): ServiceAdapter {
  return new ServiceAdapter({
    serverFactory: (handler: RequestListener) => listeners.add(listeners.first, handler),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendError(reply.header(REQUEST_ID_HEADER, request.id), toErrorBody(error, request.id)),
    genReqId: requestIdOf,
    requestTimeout: options.requestTimeoutMs ?? 30_000,
    forceCloseConnections: 'idle',
    bodyLimit: options.bodyLimit ?? MEBIBYTE,
    trustProxy: false,
    routerOptions: { caseSensitive: true },
    skipMiddie: true,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
}
