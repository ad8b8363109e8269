import { DomainError, type ErrorCode } from '@mateship/contracts';
import { HttpException } from '@nestjs/common';
import { systemCode } from './system-code.js';
import { faultsOf } from './validation-faults.js';

const BY_FASTIFY_CODE: Record<string, ErrorCode> = {
  FST_ERR_BAD_URL: 'PATH_INVALID',
  FST_ERR_MAX_PARAM_LENGTH: 'PATH_INVALID',
  FST_ERR_CTP_INVALID_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_VALIDATION: 'VALIDATION_FAILED',
};

const BY_STATUS: Record<number, ErrorCode> = {
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'UNSUPPORTED_MEDIA_TYPE',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  431: 'HEADERS_TOO_LARGE',
};

/** Which of our errors stands for anything that can be thrown. What nobody expected is INTERNAL_ERROR with its cause. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) {
    const faults = faultsOf(error);
    const code = faults?.code ?? BY_STATUS[error.getStatus()];
    return code ? new DomainError(code, { details: faults?.details, cause: error }) : unexpected(error);
  }
  const code = codeOfFastifyError(error);
  return code ? new DomainError(code, { cause: error }) : unexpected(error);
}

/** Fastify marks faults of the request with a code of its own, and a body that broke off with status 400 on Node's error. */
function codeOfFastifyError(error: unknown): ErrorCode | undefined {
  const code = systemCode(error);
  if (code === undefined || typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  if (code === 'ECONNRESET' && statusCode === 400) return 'MALFORMED_BODY';
  if (!code.startsWith('FST_') || typeof statusCode !== 'number') return undefined;
  return BY_FASTIFY_CODE[code] ?? (statusCode === 400 ? 'MALFORMED_BODY' : BY_STATUS[statusCode]);
}

function unexpected(cause: unknown): DomainError {
  return new DomainError('INTERNAL_ERROR', { cause });
}
