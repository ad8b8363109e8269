import type { ErrorBody } from '@mateship/contracts';
import { ApiError } from './api-error.js';

/** The parts of an answer that an error is read from; fetch's Response and an XMLHttpRequest both give them. */
export interface ErrorAnswer {
  status: number;
  body: string;
  header(name: string): string | null;
}

/** Turns an answer with an error status into an {@link ApiError}, also when something between us and the server wrote it. */
export function readError(answer: ErrorAnswer): ApiError {
  const retryAfter = Number.parseInt(answer.header('retry-after') ?? '', 10);
  const body = parse(answer.body);
  return new ApiError({
    code: body?.code ?? 'BAD_RESPONSE',
    message: body?.message ?? `The server answered with status ${answer.status} and no explanation. Try again in a moment.`,
    status: answer.status,
    requestId: body?.requestId ?? answer.header('x-request-id'),
    details: body?.details ?? {},
    retryAfter: Number.isNaN(retryAfter) ? null : retryAfter,
  });
}

function parse(text: string): Partial<ErrorBody['error']> | null {
  try {
    const body = JSON.parse(text) as Partial<ErrorBody> | null;
    return typeof body?.error?.code === 'string' ? body.error : null;
  } catch {
    return null;
  }
}
