import { bearerOf, refuseCredentialInUrl } from './credentials.js';

describe('bearerOf', () => {
  it('takes the credential of a bearer header', () => {
    expect(bearerOf('Bearer abc.def')).toBe('abc.def');
    expect(bearerOf('bearer   abc ')).toBe('abc');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'abc', 'Bearer a b', 'Bearera'])('finds none in %j', (header) => {
    expect(() => bearerOf(header)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  it('refuses one that is too long to be ours', () => {
    expect(() => bearerOf(`Bearer ${'a'.repeat(4097)}`)).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
  });

  it('stays fast on hostile white space', () => {
    const start = performance.now();
    expect(() => bearerOf(`Bearer ${' '.repeat(100_000)}`)).toThrow();
    expect(() => bearerOf(`Bearer a${' '.repeat(100_000)}b`)).toThrow();
    expect(performance.now() - start).toBeLessThan(100);
  });
});

describe('refuseCredentialInUrl', () => {
  it.each(['/v1/chat', '/v1/chat?limit=5&cursor=abc', '/v1/chat?q=my+token', '/signup?token=msi_x', '/v1/chat?q=eyJ'])('lets %s pass', (url) => {
    expect(() => refuseCredentialInUrl(url)).not.toThrow();
  });

  it.each([
    '/v1/chat?token=x',
    '/v1/chat?TOKEN=x',
    '/v1/chat?a=b&api_key=x',
    '/v1/chat?%61pi_key=x',
    '/v1/chat?a=msk_0',
    '/v1/chat?a=%6dsr_0',
    '/v1/chat?a=eyJhbGciOiJub25lIn0.e30.',
    '/v1/chat?authorization=Bearer+x',
  ])('refuses %s', (url) => {
    expect(() => refuseCredentialInUrl(url)).toThrow(expect.objectContaining({ code: 'CREDENTIAL_IN_URL' }));
  });
});
