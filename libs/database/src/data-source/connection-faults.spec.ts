import { DomainError } from '@mateship/contracts';
import { QueryFailedError } from 'typeorm';
import { isDatabaseUnavailable, toDatabaseError } from './connection-faults.js';

const withCode = (code: string): Error => Object.assign(new Error(code), { code });

describe('toDatabaseError', () => {
  it.each(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', '08006', '57P01', '57P03', '53100', '53300'])('maps %s to DATABASE_UNAVAILABLE', (code) => {
    const fault = withCode(code);
    expect(toDatabaseError(fault)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', cause: fault, retryAfter: 2 });
  });

  it('looks into the error that TypeORM wraps', () => {
    expect(isDatabaseUnavailable(new QueryFailedError('SELECT 1', [], withCode('57P02')))).toBe(true);
  });

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])('knows the fault "%s" that has no code', (message) => {
    expect(isDatabaseUnavailable(new Error(message))).toBe(true);
  });

  it.each(['23505', '40001', '42P01', '57014'])('leaves %s as it is', (code) => {
    const fault = withCode(code);
    expect(toDatabaseError(fault)).toBe(fault);
  });

  it('leaves errors of a feature as they are', () => {
    const error = new DomainError('INVITE_USED', { cause: withCode('ECONNREFUSED') });
    expect(toDatabaseError(error)).toBe(error);
  });

  it.each([undefined, null, 'text', 7])('leaves %p as it is', (value) => {
    expect(toDatabaseError(value)).toBe(value);
  });
});
