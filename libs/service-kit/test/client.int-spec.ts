import { randomBytes } from 'node:crypto';
import http, { type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DomainError, INTERNAL_HEADERS } from '@mateship/contracts';
import { z } from 'zod';
import { deriveMacKey, InternalClient, MacVerifier, requestContext, sha256hex, toErrorBody } from '../src/index.js';

const key = deriveMacKey(randomBytes(32), 'gateway->vault');
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function clientOf(listener: RequestListener, timeoutMs = 2_000): Promise<InternalClient> {
  const server = http.createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new InternalClient({ target, key, audience: 'vault', timeoutMs, unavailable: 'KMS_UNAVAILABLE' });
  opened.push(client, { close: () => (server.closeAllConnections(), server.close()) });
  return client;
}

function answering(status: number, text: string): RequestListener {
  return (_request, response) => response.writeHead(status).end(text);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
}

it('signs every request so that the other end can verify it, and stays in its trace', async () => {
  const verifier = new MacVerifier(key, 'vault');
  const client = await clientOf(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const header = (name: string) => request.headers[name] as string | undefined;
    verifier.verify({
      method: request.method ?? '',
      path: request.url ?? '',
      header: header(INTERNAL_HEADERS.mac),
      bodyHash: sha256hex(Buffer.concat(chunks)),
      invocation: header(INTERNAL_HEADERS.invocation),
    });
    response.end(JSON.stringify({ trace: header('traceparent'), id: header('x-request-id'), job: header('x-job'), body: Buffer.concat(chunks).toString() }));
  });
  const context = { requestId: 'req-1', traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const options = { invocation: 'aW4', headers: { 'x-job': 'j' } };
  const answer = await requestContext.run(context, () => client.json('POST', '/keys?x=1', { a: 1 }, undefined, options));
  expect(answer).toEqual({ trace: `00-${context.traceId}-${context.spanId}-01`, id: 'req-1', job: 'j', body: '{"a":1}' });
});

it('gives an empty answer as undefined and a checked one as parsed', async () => {
  const empty = await clientOf(answering(204, ''));
  expect(await empty.json('DELETE', '/a')).toBeUndefined();
  const full = await clientOf(answering(200, '{"n":1,"extra":2}'));
  expect(await full.json('GET', '/a', undefined, z.object({ n: z.number() }))).toEqual({ n: 1 });
});

it("passes on the other end's own error with its details", async () => {
  const client = await clientOf(answering(422, JSON.stringify(toErrorBody(new DomainError('DECRYPTION_FAILED', { details: { a: 1 } })).body)));
  await expect(client.json('POST', '/a', {})).rejects.toMatchObject({ code: 'DECRYPTION_FAILED', details: { a: 1 } });
});

it.each([
  ['an error in another form', answering(500, 'oops')],
  ['an error of an unknown code', answering(500, '{"error":{"code":"NOPE","message":"","details":{},"timestamp":"2026-01-01T00:00:00Z","requestId":""}}')],
  ['what is not JSON', answering(200, '<html>')],
  ['what has another shape', answering(200, '{"n":"x"}')],
  ['a broken connection', ((request) => request.socket.destroy()) as RequestListener],
  ['an answer that breaks off', ((_request, response) => { response.write('{"n":'); setTimeout(() => response.destroy(), 20); }) as RequestListener],
])('calls %s unavailable', async (_name, listener) => {
  const client = await clientOf(listener);
  expect(await codeOf(client.json('GET', '/a', undefined, z.object({ n: z.number() })))).toBe('KMS_UNAVAILABLE');
});

it('calls an other end that failed inside unavailable', async () => {
  const { status, body } = toErrorBody(new Error('a fault of the vault'));
  const client = await clientOf(answering(status, JSON.stringify(body)));
  expect(await codeOf(client.json('GET', '/a'))).toBe('KMS_UNAVAILABLE');
});

it('calls an absent other end unavailable', async () => {
  const client = new InternalClient({ target: 'unix:/tmp/absent/a.sock', key, audience: 'vault', timeoutMs: 500, unavailable: 'KMS_UNAVAILABLE' });
  opened.push(client);
  expect(await codeOf(client.json('GET', '/a'))).toBe('KMS_UNAVAILABLE');
});

it('waits no longer than it was told', async () => {
  const client = await clientOf(() => undefined, 300);
  expect(await codeOf(client.json('GET', '/a'))).toBe('KMS_UNAVAILABLE');
});

it("rejects with the caller's own reason when the caller gives up", async () => {
  const client = await clientOf(() => undefined);
  const reason = new Error('left');
  const signal = AbortSignal.abort(reason);
  await expect(client.json('GET', '/a', undefined, undefined, { signal })).rejects.toBe(reason);
});

it('hands a stream over as it comes, whatever its status', async () => {
  const client = await clientOf((_request, response) => {
    response.writeHead(418, { 'x-a': 'b' }).write('first');
    setTimeout(() => response.end('last'), 20);
  });
  const answer = await client.stream('POST', '/a', Buffer.from('x'));
  const pieces: string[] = [];
  for await (const piece of answer.body) pieces.push(String(piece));
  expect([answer.status, answer.headers['x-a'], pieces]).toEqual([418, 'b', ['first', 'last']]);
});

it('ends a body that is being read with the reason of the caller who gives up', async () => {
  const client = await clientOf((_request, response) => void response.writeHead(200).write('first'));
  const leaving = new AbortController();
  const answer = await client.stream('GET', '/a', undefined, { signal: leaving.signal });
  const reason = new Error('left');
  const reading = (async () => {
    for await (const _ of answer.body) leaving.abort(reason);
  })();
  await expect(reading).rejects.toBe(reason);
});

it('sends one request after the other over one connection, with a body also where that is unusual', async () => {
  const sockets = new Set<unknown>();
  const client = await clientOf(async (request, response) => {
    sockets.add(request.socket);
    let text = '';
    for await (const chunk of request) text += String(chunk);
    response.end(JSON.stringify({ text, length: request.headers['content-length'] ?? null }));
  });
  expect(await client.json('POST', '/a', 'x')).toEqual({ text: '"x"', length: '3' });
  expect(await client.json('DELETE', '/a', 'xy')).toEqual({ text: '"xy"', length: '4' });
  expect(await client.json('GET', '/a')).toEqual({ text: '', length: null });
  expect(sockets.size).toBe(1);
});

it('fails what runs when it is closed', async () => {
  let arrived: () => void;
  const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
  const client = await clientOf(() => arrived());
  const running = codeOf(client.json('GET', '/a'));
  await hasArrived;
  await client.close();
  expect(await running).toBe('KMS_UNAVAILABLE');
});
