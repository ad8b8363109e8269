import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { toErrorBody } from '@mateship/service-kit';
import type { FastifyReply } from 'fastify';

/** The error body of OpenAI's API. `code` is our stable code in lower case. */
export function openAiError(error: unknown): { status: number; body: { error: { message: string; type: string; param: null; code: string } }; retryAfter: number | undefined } {
  const { status, body, retryAfter } = toErrorBody(error);
  return { status, body: { error: { message: body.error.message, type: typeOf(status), param: null, code: body.error.code.toLowerCase() } }, retryAfter };
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 402) return 'insufficient_quota';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}

/** Answers every error of the OpenAI-compatible routes in OpenAI's shape. */
@Catch()
export class OpenAiErrorFilter implements ExceptionFilter {
  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.raw.headersSent) return;
    const { status, body, retryAfter } = openAiError(error);
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    await reply.status(status).send(body);
  }
}
