import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Header that names a request, in both directions. */
export const REQUEST_ID_HEADER = 'x-request-id';
const ACCEPTED = /^[\w.:-]{1,64}$/;

/** The caller's request id when it is short and plain; otherwise one of our own, so that a log line cannot be forged. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && ACCEPTED.test(given) ? given : randomUUID();
}
