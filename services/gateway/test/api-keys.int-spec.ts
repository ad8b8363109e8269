import { eventually } from '@mateship/dev-env';
import { AuthApp, type Person } from './auth-app.js';

describe('API keys', () => {
  let app: AuthApp;
  let owner: Person;
  beforeAll(async () => {
    app = await AuthApp.start();
    owner = await app.person();
  });
  afterAll(() => app.stop());

  const create = async (changes: Record<string, unknown> = {}, person = owner) =>
    (await app.post('/v1/api_keys', { name: 'laptop', scopes: ['chat'], ...changes }, { token: person.accessToken })).body;

  it('shows the secret once and stores a hash', async () => {
    const key = await create({ name: '  my laptop  ', scopes: ['chat', 'models', 'chat'], expiresInDays: 30 });
    expect(key).toMatchObject({ name: 'my laptop', scopes: ['chat', 'models'], lastUsedAt: null });
    expect(key.key).toMatch(/^msk_[0-9a-f]{32}_[\w-]{43}$/);
    expect(key.key.startsWith(key.prefix)).toBe(true);
    expect(Date.parse(key.expiresAt) - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    const list = await app.get('/v1/api_keys', owner.accessToken);
    expect(JSON.stringify(list.body)).not.toContain(key.key);
    const rows = await app.dataSource.query(`SELECT encode(hash, 'escape') AS hash FROM api_key`);
    expect(JSON.stringify(rows)).not.toContain(key.key.slice(-43));
  });

  it('acts for its owner within its scopes', async () => {
    const { key, id } = await create({ scopes: ['chat'] });
    expect((await app.get('/v1/probe/chat', key)).body).toEqual({ kind: 'apiKey', userId: owner.id, role: 'user', keyId: id, scopes: ['chat'] });
    const outside = await app.get('/v1/probe/skills', key);
    expect([outside.status, outside.code]).toEqual([403, 'SCOPE_DENIED']);
  });

  it.each(['/v1/probe/user', '/v1/probe/admin', '/v1/users/me', '/v1/api_keys', '/v1/admin/invites'])('is not accepted at %s', async (route) => {
    const admin = await app.person('admin');
    const { key } = await create({ scopes: ['chat', 'skills', 'models'] }, admin);
    const answer = await app.get(route, key);
    expect([answer.status, answer.code]).toEqual([403, 'SCOPE_DENIED']);
  });

  it('is dead at once when it is revoked', async () => {
    const { key, id } = await create();
    expect((await app.get('/v1/probe/chat', key)).status).toBe(200);
    expect((await app.call('DELETE', `/v1/api_keys/${id}`, { token: owner.accessToken })).status).toBe(204);
    const answer = await app.get('/v1/probe/chat', key);
    expect([answer.status, answer.code]).toEqual([401, 'API_KEY_INVALID']);
    expect((await app.call('DELETE', `/v1/api_keys/${id}`, { token: owner.accessToken })).status).toBe(404);
  });

  it('is dead within a second when it is revoked elsewhere', async () => {
    const { key, id } = await create();
    expect((await app.get('/v1/probe/chat', key)).status).toBe(200);
    await app.dataSource.query('UPDATE api_key SET revoked_at = now() WHERE id = $1', [id]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await app.get('/v1/probe/chat', key)).code).toBe('API_KEY_INVALID');
  });

  it('is dead when it expires', async () => {
    const { key, id } = await create({ expiresInDays: 1 });
    await app.dataSource.query('UPDATE api_key SET expires_at = now() WHERE id = $1', [id]);
    expect((await app.get('/v1/probe/chat', key)).code).toBe('API_KEY_INVALID');
  });

  it('is dead while its owner is suspended', async () => {
    const person = await app.person();
    const { key } = await create({}, person);
    await app.dataSource.query('UPDATE user_account SET suspended_at = now() WHERE id = $1', [person.id]);
    const answer = await app.get('/v1/probe/chat', key);
    expect([answer.status, answer.code]).toEqual([401, 'ACCOUNT_SUSPENDED']);
  });

  it.each([
    ['a changed secret', (key: string) => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')],
    ['another id', (key: string) => key.replace(/_[0-9a-f]{8}/, '_00000000')],
    ['a longer secret', (key: string) => `${key}A`],
    ['no secret', (key: string) => key.slice(0, 36)],
    ['another case', (key: string) => key.toUpperCase().replace('MSK_', 'msk_')],
  ])('is refused with %s', async (_what, change) => {
    const { key } = await create();
    const answer = await app.get('/v1/probe/chat', change(key));
    expect([answer.status, answer.code]).toEqual([401, 'API_KEY_INVALID']);
  });

  it('notes its last use, at most once a minute', async () => {
    const { key, id } = await create();
    const lastUse = async () => (await app.dataSource.query('SELECT last_used_at FROM api_key WHERE id = $1', [id]))[0].last_used_at;
    await app.get('/v1/probe/chat', key);
    await eventually(async () => (await lastUse()) !== null);
    const first = await lastUse();
    expect(first).toBeInstanceOf(Date);
    await app.get('/v1/probe/chat', key);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await lastUse()).toEqual(first);
  });

  it('is seen and revoked by its owner alone', async () => {
    const stranger = await app.person();
    const { id, key } = await create();
    expect((await app.get('/v1/api_keys', stranger.accessToken)).body.items).toEqual([]);
    const foreign = await app.call('DELETE', `/v1/api_keys/${id}`, { token: stranger.accessToken });
    const absent = await app.call('DELETE', '/v1/api_keys/11111111-1111-4111-8111-111111111111', { token: stranger.accessToken });
    expect([foreign.status, foreign.code, foreign.body.error.message]).toEqual([404, absent.code, absent.body.error.message]);
    expect((await app.get('/v1/probe/chat', key)).status).toBe(200);
  });

  it.each([
    ['no scope', { scopes: [] }],
    ['an unknown scope', { scopes: ['root'] }],
    ['an id of its own', { id: '11111111-1111-4111-8111-111111111111' }],
    ['another owner', { userId: '11111111-1111-4111-8111-111111111111' }],
    ['an empty name', { name: '   ' }],
    ['a NUL in the name', { name: 'a\u0000b' }],
    ['a bidi mark in the name', { name: 'a\u202eb' }],
    ['a lone surrogate in the name', { name: 'a\ud800b' }],
    ['a life of no days', { expiresInDays: 0 }],
  ])('is not made with %s', async (_what, changes) => {
    const answer = await app.post('/v1/api_keys', { name: 'laptop', scopes: ['chat'], ...changes }, { token: owner.accessToken });
    expect(answer.status).toBe(400);
  });

  it('is not made without a session', async () => {
    const answer = await app.post('/v1/api_keys', { name: 'laptop', scopes: ['chat'] });
    expect([answer.status, answer.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('is limited to fifty for one owner', async () => {
    const person = await app.person();
    for (let made = 0; made < 50; made += 1) await create({}, person);
    const answer = await app.post('/v1/api_keys', { name: 'one more', scopes: ['chat'] }, { token: person.accessToken });
    expect([answer.status, answer.code]).toEqual([400, 'VALIDATION_FAILED']);
  });
});
