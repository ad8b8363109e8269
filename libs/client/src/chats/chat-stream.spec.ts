import { collect } from '../../test/collect.js';
import { errorBody, sendJson, serve } from '../../test/echo-server.js';
import { createClient } from '../client.js';

const FRAMES = ['id: 1\nevent: delta\ndata: {"text":"a"}\n\n', 'id: 2\nevent: from_the_future\ndata: {}\n\n', 'id: 3\nevent: done\ndata: {"messageId":"m","state":"complete"}\n\n'];

describe('the stream of an answer', () => {
  it('gives known events with their ids and skips unknown ones', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end(FRAMES.join('')));
    const events = await collect(createClient({ baseUrl: server.url }).chats.stream({ content: 'hi' }));
    expect(events).toEqual([
      { id: '1', event: 'delta', data: { text: 'a' } },
      { id: '3', event: 'done', data: { messageId: 'm', state: 'complete' } },
    ]);
    expect(server.seen[0]?.headers.accept).toBe('text/event-stream');
    await server.stop();
  });

  it('resumes after the last event id, and from the start without one', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end());
    const { chats } = createClient({ baseUrl: server.url });
    await collect(chats.resume('m', { lastEventId: '42' }));
    await collect(chats.resume('m'));
    expect(server.seen.map(({ headers }) => headers['last-event-id'])).toEqual(['42', undefined]);
    expect(server.seen[0]?.url).toBe('/v1/chat/stream/m');
    await server.stop();
  });

  it('throws what the server refuses before the stream starts', async () => {
    const server = await serve((_, response) => sendJson(response, 402, errorBody('INSUFFICIENT_CREDITS', 'No credits.')));
    await expect(createClient({ baseUrl: server.url }).chats.stream({ content: 'hi' }).next()).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
    await server.stop();
  });

  it('refuses an answer that is not a stream', async () => {
    const server = await serve((_, response) => sendJson(response, 200, {}));
    await expect(createClient({ baseUrl: server.url }).chats.stream({ content: 'hi' }).next()).rejects.toMatchObject({ code: 'BAD_RESPONSE', status: 200 });
    await server.stop();
  });

  it('ends with an error when the line is cut', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(FRAMES[0]);
      setTimeout(() => response.destroy(), 20);
    });
    const events = createClient({ baseUrl: server.url }).chats.stream({ content: 'hi' });
    expect((await events.next()).value).toMatchObject({ event: 'delta' });
    await expect(events.next()).rejects.toThrow();
    await server.stop();
  });
});
