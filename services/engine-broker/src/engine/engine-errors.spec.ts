import { DomainError } from '@mateship/contracts';
import { engineFault, engineStatus } from './engine-errors.js';

const answered = (statusCode: number) => Object.assign(new Error('from the Engine: /var/lib/secret'), { statusCode });

describe('a fault of the Engine', () => {
  it.each([
    ['is away', Object.assign(new Error('connect'), { code: 'ENOENT' }), 'ENGINE_UNAVAILABLE'],
    ['breaks off', Object.assign(new Error('hang up'), { code: 'ECONNRESET' }), 'ENGINE_UNAVAILABLE'],
    ['is broken', answered(500), 'ENGINE_UNAVAILABLE'],
    ['refuses', answered(409), 'APP_UNAVAILABLE'],
  ])('that %s', (_what, error, code) => {
    expect(engineFault(error)).toMatchObject({ code, cause: error });
  });

  it('does not repeat the words of the Engine', () => {
    expect(engineFault(answered(409)).message).not.toContain('secret');
  });

  it('stays what it is when it is ours', () => {
    const ours = new DomainError('NOT_FOUND');
    expect(engineFault(ours)).toBe(ours);
  });
});

it.each([[answered(404), 404], [new Error('x'), undefined], [null, undefined], ['404', undefined]])('engineStatus of %p is %p', (error, status) => {
  expect(engineStatus(error)).toBe(status);
});
