import { eventually, hasRedisServer, needing, startTestRedis, type TestRedis } from '@mateship/dev-env';
import { AuthApp, type AuthAppSettings } from './auth-app.js';

needing({ what: 'redis-server on PATH (Debian: apt-get install redis-server)', isThere: hasRedisServer() }, 'sign-in with Redis', () => {
  let redis: TestRedis;
  let app: AuthApp;
  const start = async (settings: AuthAppSettings = {}) => {
    redis = await startTestRedis();
    app = await AuthApp.start({ redisUrl: redis.url, ...settings });
  };
  const health = async () => (await app.get('/health')).body as unknown as { status: string; dependencies: Record<string, { status: string; needed: boolean; reason?: string }> };
  /** Reports are remembered for a second. */
  const nextHealth = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    return health();
  };
  afterEach(async () => {
    await app.stop();
    await redis.close();
  });

  it.each([
    ['a flush', () => redis.flush()],
    ['a crash', async () => (await redis.kill(), await redis.start())],
    ['the end', () => redis.kill()],
  ])('keeps revoked sessions and keys dead over %s of Redis', async (_what, happen) => {
    await start();
    const person = await app.person();
    const owner = await app.person();
    const { body } = await app.post('/v1/api_keys', { name: 'laptop', scopes: ['chat'] }, { token: owner.accessToken });
    expect((await app.get('/v1/probe/chat', body.key)).status).toBe(200);
    await app.call('DELETE', `/v1/api_keys/${body.id}`, { token: owner.accessToken });
    expect((await app.call('POST', '/v1/auth/logout', { token: person.accessToken })).status).toBe(204);
    for (const again of [async () => undefined, happen]) {
      await again();
      expect((await app.get('/v1/probe/user', person.accessToken)).code).toBe('SESSION_REVOKED');
      expect((await app.refresh(person.cookie)).code).toBe('SESSION_REVOKED');
      expect((await app.get('/v1/probe/chat', body.key)).code).toBe('API_KEY_INVALID');
      expect((await app.get('/v1/probe/user', owner.accessToken)).status).toBe(200);
    }
  });

  it('writes nothing into Redis that says who was here', async () => {
    await start();
    const person = await app.person();
    const { body } = await app.post('/v1/api_keys', { name: 'laptop', scopes: ['chat'] }, { token: person.accessToken });
    await app.get('/v1/probe/chat', body.key);
    await app.login(person);
    await app.post('/v1/auth/check_username_valid', { username: person.username });
    expect(await redis.command('DBSIZE')).toMatch(/^:[3-9]$/);
    const dump = (await redis.dump()).toString('latin1');
    for (const secret of [person.id, person.username, person.email, person.accessToken, body.key, body.id, '127.0.0.1', person.cookie.split('=')[1]!]) expect(dump).not.toContain(secret);
  });

  it.each([
    ['dies', () => redis.kill(), 'ECONNREFUSED'],
    ['hangs', async () => redis.hang(), 'TIMEOUT'],
  ])('goes on with limits of its own when Redis %s, and says that it is degraded', async (_what, happen, reason) => {
    await start({ rateLimit: 100 });
    const person = await app.person();
    expect(await health()).toMatchObject({ status: 'ok', dependencies: { redis: { status: 'up', needed: false } } });
    await happen();
    expect((await app.login(person)).status).toBe(200);
    const seen = await nextHealth();
    expect(seen).toMatchObject({ status: 'degraded', dependencies: { redis: { status: 'down', needed: false } } });
    expect([reason, 'CLOSED', 'TIMEOUT']).toContain(seen.dependencies.redis!.reason);
    for (let calls = 0; calls < 100; calls += 1) await app.get('/v1/probe/user', person.accessToken);
    expect((await app.get('/v1/probe/user', person.accessToken)).status).toBe(429);
  });

  it('starts while Redis is down, and uses it when it comes', async () => {
    redis = await startTestRedis();
    await redis.kill();
    app = await AuthApp.start({ redisUrl: redis.url });
    const person = await app.person();
    expect((await app.login(person)).status).toBe(200);
    expect((await health()).status).toBe('degraded');
    await redis.start();
    await eventually(async () => (await nextHealth()).status === 'ok');
    await app.login(person);
    expect(await redis.command('DBSIZE')).not.toBe(':0');
  });

  it('shares its counts with another gateway', async () => {
    await start({ rateLimit: 60 });
    const other = await AuthApp.start({ redisUrl: redis.url, rateLimit: 60 });
    const guess = (at: AuthApp, n: number) => at.post('/v1/auth/login', { login: `person${n}`, password: 'not the password' });
    const statuses = [await guess(app, 1), await guess(other, 2), await guess(app, 3), await guess(other, 4)].map(({ status }) => status);
    await other.stop();
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});
