import request from 'supertest';
import type { RunningService } from '../src/index.js';
import { startFixture, urlOf } from './fixture-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startFixture();
});
afterAll(() => service.stop(100));

const TRACE = '0af7651916cd43dd8448eb211c80319c';

it("carries the caller's trace and request id into a handler behind a body", async () => {
  const answer = await request(urlOf(service))
    .post('/echo/context')
    .set({ traceparent: `00-${TRACE}-b7ad6b7169203331-01`, 'x-request-id': 'req-7' })
    .send({ a: 1 });
  expect(answer.body.requestId).toBe('req-7');
  expect(answer.headers['x-request-id']).toBe('req-7');
  expect(answer.body.traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
});

it.each([
  ['a line break in the id', { 'x-request-id': 'a b' }],
  ['an overlong id', { 'x-request-id': 'a'.repeat(65) }],
  ['an all-zero trace', { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }],
  ['a trace in capitals', { traceparent: `00-${TRACE.toUpperCase()}-b7ad6b7169203331-01` }],
])('makes its own ids instead of %s', async (_name, headers: Record<string, string>) => {
  const answer = await request(urlOf(service)).post('/echo/context').set(headers).send({});
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.body.traceparent).not.toContain(TRACE);
  expect(answer.body.traceparent).not.toContain('0'.repeat(32));
});

it('keeps the contexts of concurrent requests apart', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `req-${index}`);
  const answers = await Promise.all(ids.map((id) => request(urlOf(service)).post('/echo/context').set('x-request-id', id).send({ id })));
  expect(answers.map((answer) => answer.body.requestId as string)).toEqual(ids);
});

it('names the request in error bodies of routes that do not exist', async () => {
  const answer = await request(urlOf(service)).get('/nowhere').set('x-request-id', 'req-8');
  expect(answer.body.error.requestId).toBe('req-8');
});
