import { ApiError } from '@mateship/client';
import { describeCode, describeError, isWorthRetrying } from './describe-error.js';

const refusal = (facts: Partial<ConstructorParameters<typeof ApiError>[0]>) =>
  new ApiError({ code: 'CHAT_BUSY', message: 'The server says this.', status: 409, requestId: 'r-1', details: {}, retryAfter: null, ...facts });

describe('describeError', () => {
  it('says what the server says', () => {
    expect(describeError(refusal({}))).toEqual({ message: 'The server says this.', requestId: null });
  });

  it('says it in our own words where there are some for the code', () => {
    expect(describeError(refusal({ code: 'SKILL_TIMEOUT', status: 504 })).message).toBe('A step of this answer took too long. Try again.');
  });

  it('gives the request id where only an administrator can help', () => {
    expect(describeError(refusal({ code: 'INTERNAL_ERROR', status: 500 })).requestId).toBe('r-1');
  });

  it('says when to try again', () => {
    const busy = refusal({ code: 'RATE_LIMITED', status: 429, message: 'Too many.', retryAfter: 1 });
    expect(describeError(busy).message).toBe('Too many. You can try again in 1 second.');
    expect(describeError(refusal({ status: 429, message: 'Too many.', retryAfter: 5 })).message).toContain('5 seconds');
  });

  it('says of a server that restarts that nothing is lost, and gives no request to ask about', () => {
    expect(describeError(refusal({ code: 'SHUTTING_DOWN', status: 503 }))).toEqual({ message: expect.stringContaining('Nothing is lost') as string, requestId: null });
  });

  it('tells a server that is away from a fault of the page', () => {
    expect(describeError(new TypeError('Failed to fetch')).message).toContain('cannot be reached');
    expect(describeError(new Error('bug')).message).toContain('Something went wrong on this page');
    expect(describeError(undefined).message).toContain('Something went wrong');
  });
});

describe('describeCode', () => {
  it('falls back to the sentence that came with an unknown code', () => {
    expect(describeCode('FROM_THE_FUTURE', 'New trouble.')).toBe('New trouble.');
  });
});

describe('isWorthRetrying', () => {
  it('repeats what a server may answer differently in a moment', () => {
    expect(isWorthRetrying(new TypeError('offline'))).toBe(true);
    expect(isWorthRetrying(refusal({ status: 503 }))).toBe(true);
    expect(isWorthRetrying(refusal({ status: 404 }))).toBe(false);
    expect(isWorthRetrying(refusal({ status: 429 }))).toBe(false);
  });
});
