import { ApiError } from '@mateship/client';
import { OpenFailure } from '@mateship/crypto/browser';
import { failedView, firstView } from './share-view.js';

const refusal = (status: number) => new ApiError({ code: 'X', message: 'No.', status, requestId: null, details: {}, retryAfter: null });

describe('firstView', () => {
  it('opens a whole link at once', () => {
    expect(firstView({ hasPassword: false }, true)).toEqual({ state: 'opening' });
  });

  it('asks for a password before it asks the server', () => {
    expect(firstView({ hasPassword: true }, true)).toEqual({ state: 'locked', wrong: false, failed: null });
  });

  it('says that a link is not whole', () => {
    expect(firstView(null, true)).toEqual({ state: 'trouble', trouble: 'broken' });
  });

  it('says first that this browser cannot decrypt here, whatever the link', () => {
    expect(firstView(null, false)).toEqual({ state: 'trouble', trouble: 'insecure' });
    expect(firstView({ hasPassword: true }, false)).toEqual({ state: 'trouble', trouble: 'insecure' });
  });
});

describe('failedView of a link without a password', () => {
  it.each([
    [refusal(404), 'unknown'],
    [refusal(410), 'gone'],
    [refusal(429), 'busy'],
    [refusal(503), 'offline'],
    [new TypeError('Failed to fetch'), 'offline'],
    [new OpenFailure(), 'damaged'],
  ])('for %p is: %s', (error, trouble) => {
    expect(failedView(error, false)).toEqual({ state: 'trouble', trouble });
  });
});

describe('failedView of a link with a password', () => {
  it('takes an unknown link for a wrong password, which looks the same to the server', () => {
    expect(failedView(refusal(404), true)).toEqual({ state: 'locked', wrong: true, failed: null });
  });

  it.each([
    [refusal(429), 'busy'],
    [new TypeError('Failed to fetch'), 'offline'],
  ])('lets the password be tried again after %p', (error, failed) => {
    expect(failedView(error, true)).toEqual({ state: 'locked', wrong: false, failed });
  });

  it.each([
    [refusal(410), 'gone'],
    [new OpenFailure(), 'damaged'],
  ])('asks for no password any more after %p', (error, trouble) => {
    expect(failedView(error, true)).toEqual({ state: 'trouble', trouble });
  });
});
