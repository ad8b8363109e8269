import type { DomainError, ErrorBody } from '@mateship/contracts';
import { requestContext } from '../context/request-context.js';
import { toDomainError } from './code-of-error.js';

/** An error as it goes out: the status, our body, and the seconds for Retry-After when waiting helps. */
export interface ErrorAnswer {
  status: number;
  body: ErrorBody;
  retryAfter?: number | undefined;
}

/**
 * Turns anything thrown into our error answer. Messages of unexpected errors never go out.
 * @param requestId named in the body; that of the current request when left out.
 */
export function toErrorBody(error: unknown, requestId = requestContext.getStore()?.requestId ?? ''): ErrorAnswer {
  return answerOf(toDomainError(error), requestId);
}

/** The answer for an error that is already one of ours. */
export function answerOf(error: DomainError, requestId: string): ErrorAnswer {
  const { code, message, details, status, retryAfter } = error;
  return { status, body: { error: { code, message, details, timestamp: new Date().toISOString(), requestId } }, retryAfter };
}
