import { randomToken } from '../identity/random-token.js';

const FORMAT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/;

/** The trace id of a W3C traceparent header; null when the header is absent or malformed. */
export function traceIdOf(header: unknown): string | null {
  return typeof header === 'string' ? (FORMAT.exec(header)?.[1] ?? null) : null;
}

/** A new trace id: 32 hex digits. */
export function newTraceId(): string {
  return randomToken(16, 'hex');
}

/** A new span id: 16 hex digits. */
export function newSpanId(): string {
  return randomToken(8, 'hex');
}
