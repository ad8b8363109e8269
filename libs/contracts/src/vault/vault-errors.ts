import type { ErrorCode } from '../errors/error-codes.js';

/**
 * The one family of errors that prompts, keys and envelopes answer with, by what went wrong. Everything that an
 * envelope can have wrong with it, a missing signature or a replay included, is DECRYPTION_FAILED.
 */
export const VAULT_ERRORS = {
  validation: ['VALIDATION_FAILED', 'UNKNOWN_PROPERTY', 'MALFORMED_BODY', 'CURSOR_INVALID', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
  authentication: ['UNAUTHENTICATED', 'API_KEY_INVALID', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'CALLER_UNTRUSTED'],
  authorisation: ['SCOPE_DENIED', 'FORBIDDEN', 'NOT_FOUND'],
  cryptography: ['DECRYPTION_FAILED', 'ENCRYPTION_FAILED'],
  database: ['DATABASE_UNAVAILABLE'],
  service: ['KMS_UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_ERROR'],
} as const satisfies Record<string, readonly ErrorCode[]>;
