import { DomainError } from '@mateship/contracts';
import { toFailure } from './failure.js';

function named(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name });
}

describe('toFailure', () => {
  it.each([
    [named('PasswordException'), 'PDF_ENCRYPTED'],
    [named('InvalidPDFException'), 'PDF_INVALID'],
    [named('FormatError'), 'PDF_INVALID'],
    [named('UnknownErrorException', 'Maximum call stack size exceeded'), 'PDF_LIMIT'],
    [new RangeError('Invalid typed array length: 99999999999'), 'PDF_LIMIT'],
    [named('Error', 'Array buffer allocation failed'), 'PDF_LIMIT'],
    [new TypeError('x is not a function'), 'INTERNAL_ERROR'],
    ['a string', 'INTERNAL_ERROR'],
  ])('gives %p the code %s', (error, code) => {
    expect(toFailure(error).code).toBe(code);
  });

  it('passes our own errors on with their details', () => {
    expect(toFailure(new DomainError('PAGE_OUT_OF_RANGE', { details: { page: 9 } }))).toMatchObject({ code: 'PAGE_OUT_OF_RANGE', details: { page: 9 } });
  });
});
