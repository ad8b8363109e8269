/** What the server said about a request it refused. */
export interface ApiErrorFacts {
  /** Stable code of `@mateship/contracts`, or `BAD_RESPONSE` when the answer was not one of ours. */
  code: string;
  /** A sentence for the person. */
  message: string;
  /** HTTP status. */
  status: number;
  requestId: string | null;
  details: Record<string, unknown>;
  /** Seconds until a retry makes sense, from Retry-After. */
  retryAfter: number | null;
}

/** Every refusal by the server. A server that cannot be reached throws fetch's own TypeError instead. */
export class ApiError extends Error implements ApiErrorFacts {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly details: Record<string, unknown>;
  readonly retryAfter: number | null;

  constructor(facts: ApiErrorFacts) {
    super(facts.message);
    this.name = 'ApiError';
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.details = facts.details;
    this.retryAfter = facts.retryAfter;
  }
}
