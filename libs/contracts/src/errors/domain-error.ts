import { ERROR_CODES, statusOf, type ErrorCode } from './error-codes.js';

/** What a {@link DomainError} may carry besides its code. */
export interface DomainErrorOptions {
  /** Replaces the default sentence; must tell the person what to do and hold no secret. */
  message?: string;
  /** Machine-readable facts for the client, for example the fields to correct. */
  details?: Record<string, unknown>;
  /** The original fault, for the log only; it never reaches the client. */
  cause?: unknown;
  /** Seconds until a retry makes sense; becomes the Retry-After header. */
  retryAfter?: number;
}

/** The one error that features throw: a stable code; HTTP is only decided at the edge. */
export class DomainError extends Error {
  readonly details: Record<string, unknown>;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    options: DomainErrorOptions = {},
  ) {
    super(options.message ?? ERROR_CODES[code][1], { cause: options.cause });
    this.name = 'DomainError';
    this.details = options.details ?? {};
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return statusOf(this.code);
  }
}
