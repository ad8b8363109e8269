import { DomainError } from './domain-error.js';
import { ErrorBody } from './error-body.js';
import { ERROR_CODES } from './error-codes.js';

describe('DomainError', () => {
  it('carries the sentence and the status of its code', () => {
    const error = new DomainError('INSUFFICIENT_CREDITS');
    expect(error).toBeInstanceOf(Error);
    expect({ name: error.name, code: error.code, status: error.status, message: error.message }).toEqual({
      name: 'DomainError',
      code: 'INSUFFICIENT_CREDITS',
      status: 402,
      message: ERROR_CODES.INSUFFICIENT_CREDITS[1],
    });
  });

  it('has no details and no time to wait unless they are given', () => {
    const error = new DomainError('NOT_FOUND');
    expect([error.details, error.retryAfter]).toEqual([{}, undefined]);
  });

  it('takes a sentence that fits better than the default', () => {
    expect(new DomainError('NOT_FOUND', { message: 'There is no such chat.' }).message).toBe('There is no such chat.');
  });

  it('keeps the status of its code whatever the sentence', () => {
    expect(new DomainError('NOT_FOUND', { message: 'status 200' }).status).toBe(404);
  });

  it('keeps the original fault as its cause and out of its message', () => {
    const cause = new Error('password=hunter2');
    const error = new DomainError('DATABASE_UNAVAILABLE', { cause, retryAfter: 5 });
    expect(error.cause).toBe(cause);
    expect(error.retryAfter).toBe(5);
    expect(error.message).not.toContain('hunter2');
  });

  it('has a stack that begins where it was thrown', () => {
    expect(new DomainError('INTERNAL_ERROR').stack).toContain('domain-error.spec');
  });
});

describe('ErrorBody', () => {
  const body = { error: { code: 'NOT_FOUND', message: 'There is nothing at this address.', details: {}, timestamp: '2026-01-02T03:04:05.678Z', requestId: 'r1' } };

  it('is what a client can rely on', () => {
    expect(ErrorBody.parse(body)).toEqual(body);
  });

  it.each(['code', 'message', 'details', 'timestamp', 'requestId'] as const)('is not one without %s', (name) => {
    expect(ErrorBody.safeParse({ error: { ...body.error, [name]: undefined } }).success).toBe(false);
  });

  it('drops what it does not know, so that a stack never passes through', () => {
    expect(JSON.stringify(ErrorBody.parse({ error: { ...body.error, stack: 'at secret.ts:1' } }))).not.toContain('secret.ts');
  });
});
