import { ErrorBody } from '@mateship/contracts';
import request from 'supertest';
import { JsonLogger, type RunningService } from '../src/index.js';
import { sendRaw, startFixture, urlOf } from './fixture-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startFixture({ bodyLimit: 400_000, requestTimeoutMs: 400 });
});
afterAll(() => service.stop(100));

function codeOf(text: string): string {
  return ErrorBody.parse(JSON.parse(text)).error.code;
}

async function post(path: string, body: string | Buffer, type = 'application/json') {
  const answer = await fetch(`${urlOf(service)}${path}`, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers: { 'content-type': type } });
  return { status: answer.status, text: await answer.text() };
}

describe('errors of handlers', () => {
  it('sends a domain error with its status, details and Retry-After', async () => {
    const answer = await request(urlOf(service)).get('/faults/domain');
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('3');
    expect(ErrorBody.parse(answer.body).error).toMatchObject({ code: 'RATE_LIMITED', details: { limit: 5 } });
    expect(answer.body.error.requestId).toBe(answer.headers['x-request-id']);
  });

  it.each([
    [400, 400, 'VALIDATION_FAILED'],
    [401, 401, 'UNAUTHENTICATED'],
    [403, 403, 'FORBIDDEN'],
    [404, 404, 'NOT_FOUND'],
    [405, 405, 'METHOD_NOT_ALLOWED'],
    [408, 408, 'REQUEST_TIMEOUT'],
    [413, 413, 'PAYLOAD_TOO_LARGE'],
    [415, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [429, 429, 'RATE_LIMITED'],
    [418, 500, 'INTERNAL_ERROR'],
    [503, 500, 'INTERNAL_ERROR'],
  ])("turns Nest's %i into %i %s without its words", async (thrown, status, code) => {
    const answer = await request(urlOf(service)).get(`/faults/status/${thrown}`);
    expect([answer.status, codeOf(answer.text)]).toEqual([status, code]);
    expect(answer.text).not.toContain('inner words');
  });

  it('never sends the message or stack of an unexpected error', async () => {
    const answer = await request(urlOf(service)).get('/faults/unexpected');
    expect([answer.status, codeOf(answer.text)]).toEqual([500, 'INTERNAL_ERROR']);
    expect(answer.text).not.toMatch(/hunter2|at .*\.ts/);
  });

  it('breaks the connection off when an answer has already begun', async () => {
    const whole = fetch(`${urlOf(service)}/faults/mid-stream`).then((answer) => answer.text());
    await expect(whole).rejects.toMatchObject({ name: 'TypeError' });
  });

  it('does not log work as failed that was given up because the caller left', async () => {
    const spy = jest.spyOn(service.app.get(JsonLogger), 'debug');
    const failed = jest.spyOn(service.app.get(JsonLogger), 'error');
    const leaving = new AbortController();
    const answer = fetch(`${urlOf(service)}/faults/left`, { signal: leaving.signal }).catch(() => 'left');
    setTimeout(() => leaving.abort(), 100);
    expect(await answer).toBe('left');
    while (spy.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(failed.mock.calls).toEqual([]);
    jest.restoreAllMocks();
  });

  it('answers on a hijacked reply that has not begun', async () => {
    const answer = await request(urlOf(service)).get('/faults/hijacked');
    expect([answer.status, codeOf(answer.text)]).toEqual([503, 'APP_UNAVAILABLE']);
  });

  it('says which fields are wrong', async () => {
    const answer = await post('/echo', JSON.stringify({ name: 5, tags: ['a', 6] }));
    expect([answer.status, codeOf(answer.text)]).toEqual([400, 'VALIDATION_FAILED']);
    const paths = (JSON.parse(answer.text) as { error: { details: { fields: { path: string }[] } } }).error.details.fields.map((field) => field.path);
    expect(paths).toEqual(['name', 'tags.1']);
  });

  it('calls a body with nothing wrong but an unknown property by that name', async () => {
    const answer = await post('/echo', JSON.stringify({ name: 'a', extra: 1 }));
    expect(codeOf(answer.text)).toBe('UNKNOWN_PROPERTY');
    expect(answer.text).toContain('"path":"extra"');
  });

  it('answers 400 when a path parameter has the wrong form', async () => {
    const answer = await request(urlOf(service)).get('/echo/ids/not-a-uuid');
    expect([answer.status, codeOf(answer.text)]).toEqual([400, 'VALIDATION_FAILED']);
  });
});

describe('hostile bodies', () => {
  it.each([
    ['broken JSON', '{"name":', 'MALFORMED_BODY'],
    ['__proto__', '{"name":"a","__proto__":{"admin":true}}', 'MALFORMED_BODY'],
    ['an escaped __proto__', '{"\\u005f_proto__":{"admin":true}}', 'MALFORMED_BODY'],
    ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}', 'MALFORMED_BODY'],
    ['arrays 10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000), 'MALFORMED_BODY'],
    ['objects 201 deep', '{"a":'.repeat(201) + '1' + '}'.repeat(201), 'MALFORMED_BODY'],
  ])('refuses %s', async (_name, body, code) => {
    const answer = await post('/echo/any', body);
    expect([answer.status, codeOf(answer.text)]).toEqual([400, code]);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const answer = await post('/echo/any', Buffer.from([0x22, 0xc3, 0x28, 0x22]));
    expect([answer.status, codeOf(answer.text)]).toEqual([400, 'MALFORMED_BODY']);
  });

  it('reads objects 200 deep', async () => {
    expect((await post('/echo/any', '{"a":'.repeat(199) + '{}' + '}'.repeat(199))).status).toBe(201);
  });

  it('takes an empty JSON body as none', async () => {
    expect(await post('/echo/any', '')).toEqual({ status: 201, text: '{}' });
  });

  it('answers 413 to a body over the limit, announced or chunked', async () => {
    const large = JSON.stringify('x'.repeat(400_000));
    const announced = await post('/echo/any', large);
    expect([announced.status, codeOf(announced.text)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const chunk = 'y'.repeat(500_000);
    const head = 'POST /echo/any HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    const chunked = await sendRaw(service, `${head}${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`);
    expect(chunked).toMatch(/^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense'])('answers 415 to %s', async (type) => {
    const answer = await post('/echo/any', 'a=1', type);
    expect([answer.status, codeOf(answer.text)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('keeps the very bytes for a route that asks for them, however broken as JSON', async () => {
    const bytes = Buffer.from([0x7b, 0x20, 0x0d, 0x0a, 0xff, 0xfe]);
    const answer = await post('/echo/raw', bytes);
    expect(JSON.parse(answer.text)).toEqual({ isBuffer: true, hex: bytes.toString('hex') });
  });
});

describe('requests that never reach a handler', () => {
  it('answers 404 for an unknown route', async () => {
    const answer = await request(urlOf(service)).get('/nowhere');
    expect([answer.status, codeOf(answer.text)]).toEqual([404, 'NOT_FOUND']);
    expect(answer.text).not.toContain('nowhere');
  });

  it('takes paths by their case', async () => {
    expect((await request(urlOf(service)).post('/ECHO/any').send({})).status).toBe(404);
  });

  it('answers 400 for a path that cannot be decoded', async () => {
    const answer = await sendRaw(service, 'GET /%ZZ HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*x-request-id: [^]*PATH_INVALID/);
  });

  it.each([
    ['what is not HTTP', 'GET\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['two contradicting lengths', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['headers over 16 KiB', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(17_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['headers that never end', 'GET / HTTP/1.1\r\nhost: a\r\n', 408, 'REQUEST_TIMEOUT'],
    ['a body that never ends', 'POST /echo/any HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{', 408, 'REQUEST_TIMEOUT'],
    ['a missing Host', 'GET /echo/slow?ms=0 HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'HOST_INVALID'],
  ])('answers %s with our error body', async (_name, bytes, status, code) => {
    const answer = await sendRaw(service, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(codeOf(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toBe(code);
  });
});
