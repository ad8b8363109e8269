import { randomUUID } from 'node:crypto';
import { faultOf, faultOfResponse, send, watchGateway } from '../support/hostile.js';
import { firstAdmin, inviteUser, PASSWORD, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

const SHAPE = ['VALIDATION_FAILED', 'UNKNOWN_PROPERTY', 'MALFORMED_BODY'];

describe('hostile objects', () => {
  let platform: Platform;
  let ana: Person;
  let ben: Person;
  let ids: Record<'chat' | 'message' | 'file' | 'key' | 'invite', string>;
  let unharmed: () => Promise<void>;

  beforeAll(async () => {
    platform = await Platform.start({ config: 'gateway:\n  rateLimit: 100000\n' });
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
    const { chat, message } = await ana.client.chats.send({ content: 'mine' });
    const file = await ana.client.files.upload({ content: new Blob(['text']), name: 'a.txt' });
    const key = await ana.client.apiKeys.create({ name: 'mine', scopes: ['chat'] });
    const invite = (await ana.client.invites.create({ role: 'user' })) as { id: string };
    ids = { chat: chat.id, message: message.id, file: file.id, key: key.id, invite: invite.id };
    unharmed = await watchGateway(platform);
  });
  afterEach(() => unharmed());
  afterAll(() => platform.destroy());

  const post = (person: Person, path: string, body: unknown) =>
    person.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });

  describe('of somebody else', () => {
    type Reach = (person: Person, id: string) => Promise<Response>;
    const REACHES: [string, keyof typeof ids, Reach][] = [
      ['read a chat', 'chat', (person, id) => person.fetch(`/v1/chat/${id}`)],
      ['continue a chat', 'chat', (person, id) => post(person, '/v1/chat/message', { chatId: id, content: 'x' })],
      ['delete a chat', 'chat', (person, id) => post(person, '/v1/chat/delete', { chatId: id })],
      ['delete a message', 'message', (person, id) => post(person, '/v1/chat/delete_message', { chatId: ids.chat, messageId: id })],
      ['cancel an answer', 'message', (person, id) => post(person, '/v1/chat/cancel', { messageId: id })],
      ['read a stream', 'message', (person, id) => person.fetch(`/v1/chat/stream/${id}`)],
      ['describe a file', 'file', (person, id) => person.fetch(`/v1/files/${id}`)],
      ['read a file', 'file', (person, id) => person.fetch(`/v1/files/${id}/content`)],
      ['delete a file', 'file', (person, id) => person.fetch(`/v1/files/${id}`, { method: 'DELETE' })],
      ['attach a file', 'file', (person, id) => post(person, '/v1/chat/message', { content: 'x', attachments: [id] })],
      ['extract a file', 'file', (person, id) => post(person, '/v1/pdf/extract', { fileId: id })],
      ['revoke a key', 'key', (person, id) => person.fetch(`/v1/api_keys/${id}`, { method: 'DELETE' })],
    ];
    it.each(REACHES)('look as if they did not exist: %s', async (_what, kind, reach) => {
      const foreign = await faultOfResponse(await reach(ben, ids[kind]));
      expect(foreign).toEqual([404, 'NOT_FOUND']);
      expect(await faultOfResponse(await reach(ben, randomUUID()))).toEqual(foreign);
    });

    const ADMIN: [string, string, unknown][] = [
      ['POST', '/v1/admin/invites', { role: 'admin' }],
      ['GET', '/v1/admin/invites', undefined],
      ['DELETE', '/v1/admin/invites/:invite', undefined],
      ['POST', '/v1/admin/mates', { name: 'x', prompt: 'x' }],
      ['DELETE', '/v1/admin/mates/mateship', undefined],
    ];
    it.each(ADMIN)('are for admins alone: %s %s', async (method, path, body) => {
      const request = { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) };
      expect(await faultOfResponse(await ben.fetch(path.replace(':invite', ids.invite), request))).toEqual([403, 'FORBIDDEN']);
      const { key } = await ana.client.apiKeys.create({ name: 'all', scopes: ['chat', 'skills', 'models'] });
      const withKey = await fetch(platform.url + path.replace(':invite', ids.invite), { ...request, headers: { ...request.headers, authorization: `Bearer ${key}` } });
      expect((await faultOfResponse(withKey))[0]).toBe(403);
    });
  });

  describe('that bring what is not theirs to choose', () => {
    const signup = { inviteToken: 'msi_x', username: 'eve', email: 'eve@example.org', password: PASSWORD };
    const BODIES: [string, Record<string, unknown>][] = [
      ['/v1/auth/signup', { ...signup, role: 'admin' }],
      ['/v1/auth/signup', { ...signup, emailVerified: true, credits: 1e9 }],
      ['/v1/auth/login', { login: 'eve', password: PASSWORD, userId: randomUUID() }],
      ['/v1/chat/message', { content: 'x', id: randomUUID() }],
      ['/v1/chat/message', { content: 'x', ownerId: randomUUID(), createdAt: '2020-01-01T00:00:00Z' }],
      ['/v1/chat/delete', { chatId: randomUUID(), ownerId: randomUUID() }],
      ['/v1/api_keys', { name: 'x', scopes: ['chat'], userId: randomUUID() }],
      ['/v1/admin/invites', { role: 'user', usedBy: 'eve' }],
      ['/v1/admin/mates', { name: 'x', prompt: 'x', id: 'mateship' }],
    ];
    it.each(BODIES)('are refused: %s %j', async (path, body) => {
      expect(await faultOfResponse(await post(ana, path, body))).toEqual([400, 'UNKNOWN_PROPERTY']);
    });

    const POISON = ['{"content":"x","__proto__":{"isAdmin":true}}', '{"content":"x","constructor":{"prototype":{"isAdmin":true}}}', '{"content":"x","a":[{"b":{"__proto__":[]}}]}', String.raw`{"content":"x","\u005f_proto__":{}}`];
    it.each(POISON)('are refused: %s', async (body) => {
      const [status, code] = await faultOfResponse(await post(ana, '/v1/chat/message', body));
      expect(status).toBe(400);
      expect(SHAPE).toContain(code);
    });

    const OPERATORS: [string, unknown][] = [
      ['/v1/chat/message', { content: 'x', chatId: { $ne: null } }],
      ['/v1/chat/message', { content: { toString: 'x' } }],
      ['/v1/chat/message', { content: 'x', attachments: { length: 1, 0: ids } }],
      ['/v1/chat/cancel', { messageId: [randomUUID(), randomUUID()] }],
      ['/v1/chat/delete', { chatId: true }],
      ['/v1/auth/login', { login: { $gt: '' }, password: { $gt: '' } }],
      ['/v1/auth/login', ['admin', 'admin']],
      ['/v1/api_keys', { name: 'x', scopes: 'chat' }],
      ['/v1/pdf/extract', { fileId: { id: 1 } }],
    ];
    it.each(OPERATORS)('are refused where a plain value belongs: %s %j', async (path, body) => {
      const [status, code] = await faultOfResponse(await post(ana, path, body));
      expect(status).toBe(400);
      expect(SHAPE).toContain(code);
    });
  });

  describe('in addresses', () => {
    const QUERIES: [string, string][] = [
      ['limit=1&limit=2', 'VALIDATION_FAILED'],
      ['cursor=a&cursor=b', 'VALIDATION_FAILED'],
      ['limit[]=1', 'UNKNOWN_PROPERTY'],
      ['limit=1;select pg_sleep(5)', 'VALIDATION_FAILED'],
      ['limit=-1', 'VALIDATION_FAILED'],
      ['limit=1e9', 'VALIDATION_FAILED'],
      ['sort=name;select%20pg_sleep(5)', 'UNKNOWN_PROPERTY'],
      ['__proto__[x]=1', 'UNKNOWN_PROPERTY'],
      ['cursor=AAAA', 'CURSOR_INVALID'],
      ["cursor=' OR 1=1--", 'CURSOR_INVALID'],
      [`cursor=${Buffer.from(JSON.stringify(['2020-01-01T00:00:00.000Z', "x' OR 1=1"])).toString('base64url')}`, 'CURSOR_INVALID'],
      [`cursor=${Buffer.from(JSON.stringify([{ $gt: 0 }, randomUUID()])).toString('base64url')}`, 'CURSOR_INVALID'],
    ];
    it.each(QUERIES)('a query of %s is refused at once', async (query, code) => {
      const since = Date.now();
      expect(await faultOfResponse(await ana.fetch(`/v1/chat?${query}`))).toEqual([400, code]);
      expect(Date.now() - since).toBeLessThan(1_000);
    });

    const IDS = ['1', 'null', '%00', '..', '%2e%2e%2fapi_keys', "' OR 1=1--", '00000000-0000-0000-0000-00000000000g', `${'a'.repeat(3_000)}`];
    it.each(IDS)('an id of %s is refused', async (id) => {
      for (const path of ['/v1/chat/', '/v1/files/']) {
        const answer = await send(platform, { path: path + id.replaceAll(' ', '%20'), headers: { authorization: `Bearer ${ana.token}` } });
        expect([400, 404, 414]).toContain(faultOf(answer)[0]);
      }
    });

    const DISGUISES = [
      '//v1/admin/invites', '/v1//admin/invites', '/./v1/admin/invites', '/v1/./admin/invites', '/v1/chat/../admin/invites', '/%2e/v1/admin/invites', '/v1/%2e%2e/v1/admin/invites',
      '/v1/%252e/admin/invites', '/v1/admin%2finvites', '/v1/admin%252finvites', '/v1/admin/invites/', '/v1/admin/invites%00', '/v1/admin/invites;a=b', '/v1/admin/invites.json', '/V1/ADMIN/invites',
      '/v1\\admin\\invites', '/v1/admin/%69nvites', '/v1/admin/invites%20', '/v1/admin/invites#x', 'http://localhost/v1/admin/invites', '/%', '/v1/%zz', '/v1/%c0%ae/admin',
    ];
    it.each(DISGUISES)('%s opens nothing that the plain address does not', async (path) => {
      for (const headers of [{}, { authorization: `Bearer ${ben.token}` }]) {
        for (const method of ['GET', 'POST', 'HEAD']) {
          const answer = await send(platform, { method, path, headers });
          expect([400, 401, 403, 404, 405, 415]).toContain(answer.status);
          if (method !== 'HEAD') faultOf(answer);
        }
      }
    });

    const INSIDE = ['/metrics', '/apps/v1/skills/pdf/extract', '/apps/v1/files/x', '/internal', '/docs', '/openapi.json', '/swagger', '/.env', '/assets/../../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json', '/%5c..%5cpackage.json', '/package.json'];
    it.each(INSIDE)('%s is not there for the outside', async (path) => {
      const answer = await send(platform, { path, headers: { authorization: `Bearer ${ana.token}` } });
      expect([400, 404]).toContain(faultOf(answer)[0]);
      expect(answer.text).not.toContain('@mateship');
    });

    it.each(['x-http-method-override', 'x-http-method', 'x-method-override', '_method'])('%s overrides no method', async (name) => {
      const headers = { authorization: `Bearer ${ana.token}`, [name]: 'DELETE' };
      expect((await send(platform, { path: `/v1/files/${ids.file}`, headers })).status).toBe(200);
      expect(faultOf(await send(platform, { method: 'POST', path: `/v1/files/${ids.file}`, headers }))[0]).toBe(404);
      expect((await ana.fetch(`/v1/files/${ids.file}?_method=DELETE`)).status).toBeLessThan(500);
      expect((await ana.fetch(`/v1/files/${ids.file}`)).status).toBe(200);
    });

    it.each(['PUT', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND'])('%s does nothing', async (method) => {
      const answer = await send(platform, { method, path: `/v1/files/${ids.file}`, headers: { authorization: `Bearer ${ana.token}` } });
      expect([400, 404, 405]).toContain(faultOf(answer)[0]);
    });

    const HOSTS = ['localhost?', 'localhost#x', 'localhost/x', 'local host', 'localhost:99999', 'localhost:abc', 'localhost:80:80', 'user@localhost', 'a,b', '"', '[::1', ''];
    it.each(HOSTS)('a Host of "%s" is refused', async (host) => {
      expect(faultOf(await send(platform, { path: '/v1/users/me', headers: { host, authorization: `Bearer ${ana.token}` } }))).toEqual([400, 'HOST_INVALID']);
    });

    it('forwarded headers change nothing', async () => {
      const headers = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-original-url': '/v1/users/me', 'x-rewrite-url': '/v1/users/me', forwarded: 'host=evil.example' };
      expect(faultOf(await send(platform, { path: '/v1/admin/invites', headers: { ...headers, authorization: `Bearer ${ben.token}` } }))).toEqual([403, 'FORBIDDEN']);
      const { text } = await send(platform, { path: '/', headers: { ...headers, accept: 'text/html' } });
      expect(text).not.toContain('evil.example');
    });
  });
});
