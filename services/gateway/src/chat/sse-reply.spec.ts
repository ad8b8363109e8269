import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyReply } from 'fastify';
import { SseReply } from './sse-reply.js';

describe('SseReply', () => {
  const server = http.createServer((request, response) => void handle(request.resume(), response));
  let handle: (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

  beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** A request, and the reply to it as soon as the server has it and `ready` is over. */
  async function ask(ready: (response: http.ServerResponse) => Promise<unknown> = () => Promise.resolve()) {
    const made = Promise.withResolvers<{ sse: SseReply; response: http.ServerResponse }>();
    handle = async (_request, response) => {
      await ready(response);
      const reply = { raw: response, getHeaders: () => ({}), hijack: () => undefined } as unknown as FastifyReply;
      made.resolve({ sse: new SseReply(reply), response });
    };
    const request = http.request({ port: (server.address() as AddressInfo).port, agent: false }).on('error', () => undefined).end();
    return { request, made: made.promise };
  }

  it('streams text to a client that stays, which has not left when all is said', async () => {
    const { request, made } = await ask();
    const { sse, response } = await made;
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
    expect(sse.write('data: a\n\n')).toBeUndefined();
    sse.end();
    expect(Buffer.concat(await answer.toArray()).toString()).toBe('data: a\n\n');
    if (!response.destroyed) await once(response, 'close');
    expect(sse.left.aborted).toBe(false);
  });

  it('says when the client leaves, and writes nothing more', async () => {
    const { request, made } = await ask();
    const { sse } = await made;
    await once(request, 'response');
    request.destroy();
    await once(sse.left, 'abort');
    expect(sse.write('data: a\n\n')).toBeUndefined();
    sse.end();
  });

  it('knows of a client that left before', async () => {
    const { request, made } = await ask(async (response) => {
      request.destroy();
      await once(response, 'close');
    });
    const { sse } = await made;
    expect([sse.left.aborted, sse.write('data: a\n\n')]).toEqual([true, undefined]);
    sse.end();
  });
});
