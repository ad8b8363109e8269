import { AuthApp, type Person } from './auth-app.js';

describe('access to routes', () => {
  let app: AuthApp;
  let person: Person;
  let admin: Person;
  beforeAll(async () => {
    app = await AuthApp.start();
    person = await app.person();
    admin = await app.person('admin');
  });
  afterAll(() => app.stop());

  it('is stated by every route but the one that forgot', () => {
    const missing = app.routes.filter(({ policy }) => !policy);
    expect(missing.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(['GET /v1/probe/forgotten', 'HEAD /v1/probe/forgotten']);
    expect(app.routes).toContainEqual({ method: 'POST', path: '/v1/auth/login', policy: { public: true }, listener: 'public' });
    expect(app.routes).toContainEqual({ method: 'DELETE', path: '/v1/admin/invites/:id', policy: { admin: true }, listener: 'public' });
  });

  it('leaves health to everybody and metrics to the inner listener', async () => {
    expect((await app.get('/health')).status).toBe(200);
    expect((await app.get('/metrics')).status).toBe(404);
    expect(app.routes).toContainEqual({ method: 'GET', path: '/metrics', policy: { internal: true }, listener: 'internal' });
  });

  it('is nobody\'s where no policy is stated, an admin\'s included', async () => {
    for (const token of [undefined, person.accessToken, admin.accessToken]) {
      const answer = await app.get('/v1/probe/forgotten', token);
      expect([answer.status, answer.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it.each([
    ['/v1/probe/public', 200, 200, 200],
    ['/v1/probe/user', 401, 200, 200],
    ['/v1/probe/chat', 401, 200, 200],
    ['/v1/probe/admin', 401, 403, 200],
  ])('is given at %s to nobody, a user and an admin as %i, %i, %i', async (route, ...expected) => {
    const answers = [await app.get(route), await app.get(route, person.accessToken), await app.get(route, admin.accessToken)];
    expect(answers.map(({ status }) => status)).toEqual(expected);
  });

  it.each([undefined, 'Basic YWxpY2U6c2VjcmV0', 'Bearer', 'Bearer  ', 'Token abc', 'Bearer a b'])('needs a bearer credential, not %j', async (authorization) => {
    const answer = await app.call('GET', '/v1/probe/user', { headers: authorization === undefined ? {} : { authorization } });
    expect([answer.status, answer.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('takes the scheme in any case', async () => {
    const answer = await app.call('GET', '/v1/probe/user', { headers: { authorization: `bEARER ${person.accessToken}` } });
    expect(answer.status).toBe(200);
  });

  it.each(['token', 'access_token', 'api_key', 'key', 'authorization', 'Access_Token', '%74oken', 'password'])('is refused to a credential in the query parameter %s', async (name) => {
    for (const route of ['/v1/probe/user', '/v1/probe/public', '/v1/auth/logout']) {
      const answer = await app.call(route.endsWith('logout') ? 'POST' : 'GET', `${route}?${name}=x`, { token: person.accessToken });
      expect([answer.status, answer.code]).toEqual([400, 'CREDENTIAL_IN_URL']);
    }
  });

  it('is refused to a credential under any other name in the address', async () => {
    for (const value of [person.accessToken, 'msk_0123', 'msr_0123']) {
      expect((await app.get(`/v1/probe/user?q=${value}`, person.accessToken)).code).toBe('CREDENTIAL_IN_URL');
    }
    expect((await app.get('/v1/probe/user?q=hello', person.accessToken)).status).toBe(200);
  });

  it('follows HEAD like GET', async () => {
    const head = (token?: string) => fetch(`${app.url}/v1/probe/admin`, { method: 'HEAD', headers: token ? { authorization: `Bearer ${token}` } : {} });
    expect((await head()).status).toBe(401);
    expect((await head(person.accessToken)).status).toBe(403);
  });

  it.each(['/v1/probe//admin', '//v1/probe/admin', '/v1/probe/%61dmin', '/v1/probe/%2561dmin', '/v1/probe/admin/', '/V1/probe/admin', '/v1/probe/x/../admin'])(
    'is never opened by the spelling %s',
    async (route) => {
      expect((await fetch(app.url + route, { headers: { authorization: `Bearer ${person.accessToken}` } })).status).toBeGreaterThanOrEqual(400);
    },
  );

  it('is not changed by a method override', async () => {
    const answer = await app.call('POST', '/v1/probe/public', { headers: { 'x-http-method-override': 'GET', 'x-http-method': 'GET' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});
