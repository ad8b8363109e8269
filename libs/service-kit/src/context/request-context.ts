import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line and every call made for one request carries. Ids are hex, as in W3C Trace Context. */
export interface RequestContext {
  requestId: string;
  traceId: string;
  spanId: string;
}

/** The context of the request that the current code works for; empty outside of a request. */
export const requestContext = new AsyncLocalStorage<RequestContext>();

/** The W3C traceparent header for calls made on behalf of the current request; undefined outside of one. */
export function currentTraceparent(): string | undefined {
  const context = requestContext.getStore();
  return context && `00-${context.traceId}-${context.spanId}-01`;
}
