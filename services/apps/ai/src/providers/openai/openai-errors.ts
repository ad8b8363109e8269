import { ModelError } from '../../models/model-error.js';

/** The stream ended without a finish reason: the connection was cut or the server broke off. */
export function unexpectedEnd(provider: string): ModelError {
  return new ModelError(`${provider} broke off its answer`, { next: true, sick: true });
}

/**
 * Sorts what the official client throws. Bodies of the server are kept out of the message, since they may repeat the
 * prompt. Only faults of the server count against it; a rejected request (400, 413, 422) would fail elsewhere too.
 */
export function toModelError(provider: string, error: unknown, timedOut: boolean): ModelError {
  if (timedOut) return new ModelError(`${provider} did not answer in time`, { next: true, sick: true, cause: error });
  if (error instanceof ModelError) return error;
  const status = statusOf(error);
  if (status === undefined) {
    const garbage = error instanceof SyntaxError;
    return new ModelError(garbage ? `${provider} sent something that could not be read` : `${provider} could not be reached or broke off`, { next: true, sick: true, cause: error });
  }
  if (status === 429) return new ModelError(`${provider} is asked too often right now`, { next: true, sick: true, cause: error });
  if (status === 401 || status === 403) return new ModelError(`${provider} does not accept its key`, { next: true, sick: true, cause: error });
  if (status === 404) return new ModelError(`${provider} does not know this model`, { next: true, sick: false, cause: error });
  if (status >= 500) return new ModelError(`${provider} has a fault (status ${status})`, { next: true, sick: true, cause: error });
  return new ModelError(`${provider} rejected the request (status ${status})`, { next: false, sick: false, cause: error });
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
