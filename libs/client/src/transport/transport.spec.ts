import { errorBody, sendJson, serve } from '../../test/echo-server.js';
import { createClient } from '../client.js';

describe('a client', () => {
  it('sends the token and the query, and gives the parsed answer', async () => {
    const server = await serve((_, response) => sendJson(response, 200, { items: [], nextCursor: null }));
    const client = createClient({ baseUrl: server.url, getAccessToken: () => 'secret' });
    expect(await client.chats.list({ limit: 5, cursor: 'a b' })).toEqual({ items: [], nextCursor: null });
    expect(server.seen[0]).toMatchObject({ method: 'GET', url: '/v1/chat?limit=5&cursor=a+b' });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer secret');
    await server.stop();
  });

  it('sends no token to the sign-in routes and leaves out what is undefined', async () => {
    const server = await serve((_, response) => sendJson(response, 200, {}));
    const client = createClient({ baseUrl: server.url, getAccessToken: () => 'secret' });
    await client.auth.login({ login: 'jo', password: 'pw' });
    await client.chats.list();
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    expect(server.seen[0]?.body).toBe('{"login":"jo","password":"pw"}');
    expect(server.seen[1]?.url).toBe('/v1/chat');
    await server.stop();
  });

  it('repeats a request once with the renewed token', async () => {
    let token = 'old';
    const server = await serve((seen, response) => sendJson(response, seen.headers.authorization === 'Bearer new' ? 200 : 401, errorBody('TOKEN_EXPIRED', 'Expired.')));
    const renew = jest.fn(() => {
      token = 'new';
      return Promise.resolve(true);
    });
    await createClient({ baseUrl: server.url, getAccessToken: () => token, onUnauthorized: renew }).credits.get();
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    expect(renew).toHaveBeenCalledTimes(1);
    await server.stop();
  });

  it('gives up after one repetition', async () => {
    const server = await serve((_, response) => sendJson(response, 401, errorBody('TOKEN_INVALID', 'No.')));
    const client = createClient({ baseUrl: server.url, onUnauthorized: () => Promise.resolve(true) });
    await expect(client.users.me()).rejects.toMatchObject({ code: 'TOKEN_INVALID', status: 401 });
    expect(server.seen).toHaveLength(2);
    await server.stop();
  });

  it('does not repeat a wrong password', async () => {
    const server = await serve((_, response) => sendJson(response, 401, errorBody('CREDENTIALS_INVALID', 'Wrong.')));
    const renew = jest.fn(() => Promise.resolve(true));
    const client = createClient({ baseUrl: server.url, onUnauthorized: renew });
    await expect(client.auth.login({ login: 'jo', password: 'x' })).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID', message: 'Wrong.' });
    expect(renew).not.toHaveBeenCalled();
    await server.stop();
  });

  it('throws the error of the server with its code and details', async () => {
    const server = await serve((_, response) => sendJson(response, 429, errorBody('RATE_LIMITED', 'Slow down.'), { 'retry-after': '3' }));
    await expect(createClient({ baseUrl: server.url }).mates.list()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3, details: { field: 'name' }, requestId: 'r-1' });
    await server.stop();
  });

  it('gives nothing for 204 and sends DELETE without a body', async () => {
    const server = await serve((_, response) => response.writeHead(204).end());
    const client = createClient({ baseUrl: server.url });
    expect(await client.apiKeys.revoke('k-1')).toBeUndefined();
    expect(await client.invites.revoke('i-1')).toBeUndefined();
    expect(server.seen.map(({ method, url, body }) => `${method} ${url}${body}`)).toEqual(['DELETE /v1/api_keys/k-1', 'DELETE /v1/admin/invites/i-1']);
    await server.stop();
  });

  it('fails with the error of fetch when the server is away', async () => {
    await expect(createClient({ baseUrl: 'http://127.0.0.1:9' }).credits.get()).rejects.toMatchObject({ name: 'TypeError' });
  });

  it.each([
    ['chats.get', (client: ReturnType<typeof createClient>) => client.chats.get('c'), 'GET /v1/chat/c'],
    ['chats.send', (client: ReturnType<typeof createClient>) => client.chats.send({ content: 'hi' }), 'POST /v1/chat/message'],
    ['chats.cancel', (client: ReturnType<typeof createClient>) => client.chats.cancel('m'), 'POST /v1/chat/cancel'],
    ['chats.deleteMessage', (client: ReturnType<typeof createClient>) => client.chats.deleteMessage('c', 'm'), 'POST /v1/chat/delete_message'],
    ['chats.remove', (client: ReturnType<typeof createClient>) => client.chats.remove('c'), 'POST /v1/chat/delete'],
    ['skills.call', (client: ReturnType<typeof createClient>) => client.skills.call('pdf', 'extract', {}), 'POST /v1/pdf/extract'],
    ['auth.checkInvite', (client: ReturnType<typeof createClient>) => client.auth.checkInvite('t'), 'POST /v1/auth/check_invite_token_valid'],
    ['auth.refresh', (client: ReturnType<typeof createClient>) => client.auth.refresh(), 'POST /v1/auth/refresh'],
    ['apps.list', (client: ReturnType<typeof createClient>) => client.apps.list(), 'GET /v1/apps'],
  ])('reaches the address of %s', async (_, call, expected) => {
    const server = await serve((_seen, response) => sendJson(response, 200, {}));
    await call(createClient({ baseUrl: server.url }));
    expect(`${server.seen[0]?.method} ${server.seen[0]?.url}`).toBe(expected);
    await server.stop();
  });
});
