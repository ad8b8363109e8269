import { isPageRequest } from './web-app.js';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('isPageRequest', () => {
  it.each(['/', '/signup?token=abc', '/chat/0b8f2a4e', '/settings/keys', '/v10', '/healthy', '/applications', '/v1-notes'])('takes %s for a page', (url) => {
    expect(isPageRequest('GET', url, HTML)).toBe(true);
  });

  it.each(['/v1', '/v1/', '/v1/nothing', '/v1?x', '/health/other', '/metrics', '/apps/v1/files', '/internal/v1/keys', '/assets/gone-1234.js'])('takes %s for no page', (url) => {
    expect(isPageRequest('GET', url, HTML)).toBe(false);
  });

  it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('takes %s for no page', (method) => {
    expect(isPageRequest(method, '/', HTML)).toBe(false);
  });

  it.each([undefined, '', '*/*', 'application/json', 'text/event-stream'])('gives no page to a client that accepts %j', (accept) => {
    expect(isPageRequest('GET', '/', accept)).toBe(false);
  });
});
