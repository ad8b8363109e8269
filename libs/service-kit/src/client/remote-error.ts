import { DomainError, ErrorBody, isErrorCode, type ErrorCode } from '@mateship/contracts';

/** The error in another process's answer as our own; `fallback` when it is not in our form or of no known code. */
export function errorOfAnswer(text: string, fallback: ErrorCode): DomainError {
  const parsed = ErrorBody.safeParse(parseOrNull(text));
  if (!parsed.success || !isErrorCode(parsed.data.error.code)) return new DomainError(fallback, { cause: new Error('an unreadable error answer') });
  const { code, message, details } = parsed.data.error;
  return new DomainError(code, { message, details });
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
