import { DomainError, type ErrorCode } from '@mateship/contracts';
import { openAiError } from './openai-error.filter.js';

describe('openAiError', () => {
  it.each<[ErrorCode, number, string]>([
    ['VALIDATION_FAILED', 400, 'invalid_request_error'],
    ['API_KEY_INVALID', 401, 'authentication_error'],
    ['INSUFFICIENT_CREDITS', 402, 'insufficient_quota'],
    ['SCOPE_DENIED', 403, 'permission_error'],
    ['NOT_FOUND', 404, 'invalid_request_error'],
    ['RATE_LIMITED', 429, 'rate_limit_error'],
    ['INTERNAL_ERROR', 500, 'server_error'],
    ['MODEL_FAILED', 502, 'server_error'],
    ['SKILL_TIMEOUT', 504, 'server_error'],
  ])('gives %s as status %i of the type %s', (code, status, type) => {
    const error = openAiError(new DomainError(code));
    expect(error.status).toBe(status);
    expect(error.body).toEqual({ error: { message: new DomainError(code).message, type, param: null, code: code.toLowerCase() } });
  });

  it('says when to come back', () => {
    expect(openAiError(new DomainError('RATE_LIMITED', { retryAfter: 7 })).retryAfter).toBe(7);
    expect(openAiError(new DomainError('NOT_FOUND')).retryAfter).toBeUndefined();
  });

  it('tells nobody what broke inside', () => {
    const { status, body } = openAiError(new Error('connect ECONNREFUSED /run/secrets/db.sock'));
    expect([status, body.error.code]).toEqual([500, 'internal_error']);
    expect(JSON.stringify(body)).not.toContain('ECONNREFUSED');
  });
});
