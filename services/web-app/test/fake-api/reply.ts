import type { ServerResponse } from 'node:http';
import { DomainError, ErrorBody } from '@mateship/contracts';
import type { z } from 'zod';

/** A JSON answer, proven to follow its contract before it is sent. */
export class Reply {
  readonly body: unknown;

  constructor(
    schema: z.ZodType,
    body: unknown,
    readonly status = 200,
    readonly headers: Record<string, string> = {},
  ) {
    this.body = schema.parse(body);
  }
}

export function json(response: ServerResponse, { status, headers, body }: Pick<Reply, 'status' | 'headers' | 'body'>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function answerError(response: ServerResponse, error: unknown): void {
  const known = error instanceof DomainError ? error : new DomainError('INTERNAL_ERROR', { message: String(error) });
  if (response.headersSent) return void response.destroy();
  const body = ErrorBody.parse({
    error: { code: known.code, message: known.message, details: known.details, timestamp: new Date().toISOString(), requestId: 'fake-request' },
  });
  json(response, { status: known.status, headers: {}, body });
}
