import { AuthApp } from './auth-app.js';

/** Each test has an app of its own, since all tests share one address. */
describe('throttling', () => {
  let app: AuthApp;
  const start = async (rateLimit: number) => (app = await AuthApp.start({ rateLimit }));
  afterEach(() => app.stop());

  const login = (name: string, headers: Record<string, string> = {}) => app.post('/v1/auth/login', { login: name, password: 'not the password' }, { headers });

  it('counts all spellings of an account as one', async () => {
    await start(180);
    for (const name of ['alice', 'ALICE ', 'ａｌｉｃｅ']) expect((await login(name)).status).toBe(401);
    const answer = await login('al\u200dice');
    expect([answer.status, answer.code]).toEqual([429, 'RATE_LIMITED']);
    expect((await login('bob')).status).toBe(401);
  });

  it('counts sign-ins by address too, whatever X-Forwarded-For claims', async () => {
    await start(60);
    for (let n = 0; n < 3; n += 1) expect((await login(`person${n}`, { 'x-forwarded-for': `10.0.0.${n}` })).status).toBe(401);
    const answer = await login('person9', { 'x-forwarded-for': '10.0.0.9', forwarded: 'for=10.0.0.9', 'x-real-ip': '10.0.0.9' });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('ratelimit-remaining')).toBe('0');
  });

  it('keeps separate counts for separate purposes', async () => {
    await start(20);
    expect((await login('alice')).status).toBe(401);
    expect((await login('bob')).status).toBe(429);
    expect((await app.post('/v1/auth/check_username_valid', { username: 'alice' })).status).toBe(200);
  });

  it('limits codes by account', async () => {
    await start(60);
    const verify = (email: string) => app.post('/v1/auth/verify_email_code', { email, code: '123456' });
    expect((await verify('alice@example.test')).status).toBe(400);
    expect((await verify('ALICE@example.test')).status).toBe(429);
    expect((await verify('bob@example.test')).status).toBe(400);
  });

  it('says in headers what is left, for the caller over all routes', async () => {
    await start(100);
    const person = await app.person();
    const first = await app.get('/v1/probe/chat', person.accessToken);
    const second = await app.get('/v1/users/me', person.accessToken);
    expect(first.headers.get('ratelimit-limit')).toBe('100');
    expect(Number(first.headers.get('ratelimit-remaining')) - Number(second.headers.get('ratelimit-remaining'))).toBe(1);
    expect(Number(second.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
  });

  it('counts the sessions and keys of an account together, and accounts apart', async () => {
    await start(100);
    const person = await app.person();
    const other = await app.person();
    const { body } = await app.post('/v1/api_keys', { name: 'laptop', scopes: ['chat'] }, { token: person.accessToken });
    let last = await app.get('/v1/probe/chat', body.key);
    for (let calls = 2; calls <= 100; calls += 1) last = await app.get('/v1/probe/chat', calls % 2 ? body.key : person.accessToken);
    expect(last.status).toBe(429);
    expect((await app.get('/v1/probe/chat', other.accessToken)).status).toBe(200);
  });

  it('answers a flood of sign-ins with 429, stays up and says so to probes', async () => {
    await start(100);
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => login(`person${n}`)));
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.filter((status) => status === 401).length).toBe(5);
    expect((await app.get('/v1/probe/public')).status).toBe(429);
    expect((await app.get('/health/live')).status).toBe(200);
  });
});
