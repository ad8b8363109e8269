import { ApiError } from './api-error.js';
import { readError } from './read-error.js';

const none = () => null;

describe('readError', () => {
  it('carries code, sentence, details and request id of our error body', () => {
    const body = JSON.stringify({ error: { code: 'CHAT_BUSY', message: 'Wait.', details: { a: 1 }, timestamp: 'now', requestId: 'r-9' } });
    const error = readError({ status: 409, body, header: none });
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'CHAT_BUSY', message: 'Wait.', details: { a: 1 }, requestId: 'r-9', status: 409, retryAfter: null });
  });

  it.each(['<html>Bad gateway</html>', '', 'null', '[]', '{"error":"text"}', '{"error":{"code":7}}'])('reads a foreign body %p as BAD_RESPONSE', (body) => {
    const error = readError({ status: 502, body, header: (name) => (name === 'x-request-id' ? 'r-2' : null) });
    expect(error).toMatchObject({ code: 'BAD_RESPONSE', status: 502, requestId: 'r-2', details: {} });
    expect(error.message).toContain('502');
  });

  it('reads the seconds of Retry-After', () => {
    expect(readError({ status: 429, body: '', header: (name) => (name === 'retry-after' ? '12' : null) }).retryAfter).toBe(12);
  });
});
