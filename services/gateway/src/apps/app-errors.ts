import { DomainError, isErrorCode } from '@mateship/contracts';

/** What an app's error answer means to our caller. */
export function errorOf(body: unknown): DomainError {
  const error = (body as { error?: { code?: unknown; message?: unknown; details?: Record<string, unknown> } } | null)?.error;
  if (!error || !isErrorCode(error.code)) return new DomainError('SKILL_BAD_RESPONSE');
  if (error.code === 'INTERNAL_ERROR' || error.code === 'CALLER_UNTRUSTED') return new DomainError('SKILL_FAILED');
  return new DomainError(error.code, { message: String(error.message), details: error.details ?? {} });
}
