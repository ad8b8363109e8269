import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonLogger } from '../logging/json-logger.js';
import { toDomainError } from './code-of-error.js';
import { sendError } from './send-error.js';
import { answerOf } from './to-error-body.js';

/** The one place where errors become HTTP. What is our own fault is logged with its stack, which never goes out. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: JsonLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = toDomainError(error);
    const facts = { method: request.method, route: request.routeOptions.url, code: known.code };
    if (isAbort(error) && request.raw.socket.destroyed) this.logger.debug('the caller left', facts);
    else if (known.code === 'INTERNAL_ERROR') this.logger.error('a request failed unexpectedly', { ...facts, cause: known.cause ?? known });
    else if (known.status >= 500) this.logger.warn(known.message, { ...facts, cause: known.cause });
    sendError(reply, answerOf(known, request.id));
  }
}

/** Work that was given up because nobody waits for it any more is no fault. */
function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}
