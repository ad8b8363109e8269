import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startTestDatabase } from '@mateship/dev-env';
import { AuthApp } from './auth-app.js';

describe('the first invite', () => {
  let app: AuthApp;
  beforeEach(async () => {
    app = await AuthApp.start();
  });
  afterEach(() => app.stop());

  const inviteFile = () => path.join(app.dataDir, 'run', 'first-invite');

  it('lies in a file that only its owner reads, and not in the database', async () => {
    const token = await app.firstInvite();
    expect(token).toMatch(/^msi_[\w-]{43}$/);
    expect((await fs.stat(inviteFile())).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(await app.dataSource.query(`SELECT encode(token_hash, 'escape') FROM invite`))).not.toContain(token);
  });

  it('makes an admin who needs no e-mail code, and its file is gone', async () => {
    const names = app.newNames();
    const answer = await app.post('/v1/auth/signup', { inviteToken: await app.firstInvite(), ...names });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ user: { role: 'admin', emailVerified: true }, emailVerificationRequired: false });
    await expect(fs.stat(inviteFile())).rejects.toThrow('ENOENT');
    expect((await app.login(names)).status).toBe(200);
  });

  it('works for one of twenty at once', async () => {
    const inviteToken = await app.firstInvite();
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.post('/v1/auth/signup', { inviteToken, ...app.newNames() })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, code }) => status === 409 && code === 'INVITE_USED')).toHaveLength(19);
    expect(await app.dataSource.query(`SELECT 1 FROM user_account WHERE role = 'admin'`)).toHaveLength(1);
  });

  it('works for one of five who ask for the same name', async () => {
    const request = { inviteToken: await app.firstInvite(), ...app.newNames() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.post('/v1/auth/signup', request)));
    expect(answers.map(({ status, code }) => code ?? status).sort()).toEqual([201, ...Array(4).fill('INVITE_USED')]);
  });
});

describe('the first invite over restarts', () => {
  it('stays the same until it is used, is made anew when its file is lost, and never comes back', async () => {
    const database = await startTestDatabase();
    const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'mateship-restart-'));
    const file = path.join(dataDir, 'run', 'first-invite');
    const restart = () => AuthApp.start({ databaseUrl: database.url, dataDir });

    let app = await restart();
    const first = await app.firstInvite();
    await app.stop();
    app = await restart();
    expect(await app.firstInvite()).toBe(first);
    await app.stop();

    await fs.rm(file);
    app = await restart();
    const second = await app.firstInvite();
    expect(second).not.toBe(first);
    expect((await app.post('/v1/auth/check_invite_token_valid', { inviteToken: first })).body.reason).toBe('unknown');
    const names = app.newNames();
    expect((await app.post('/v1/auth/signup', { inviteToken: second, ...names })).status).toBe(201);
    await app.stop();

    await fs.writeFile(file, second, { mode: 0o600 });
    app = await restart();
    await expect(fs.stat(file)).rejects.toThrow('ENOENT');
    expect((await app.login(names)).status).toBe(200);
    await app.stop();
    await database.close();
    await fs.rm(dataDir, { recursive: true });
  });
});

describe('invites', () => {
  let app: AuthApp;
  beforeAll(async () => {
    app = await AuthApp.start({ publicUrl: 'https://mates.example.test' });
  });
  afterAll(() => app.stop());

  it('lets an admin make one, whose link signs somebody up', async () => {
    const admin = await app.person('admin');
    const made = await app.post('/v1/admin/invites', {}, { token: admin.accessToken });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ role: 'user', usedAt: null, usedBy: null });
    expect(Date.parse(made.body.expiresAt) - Date.now()).toBeGreaterThan(13.9 * 86_400_000);
    expect(made.body.url).toBe(`https://mates.example.test/signup?token=${made.body.token}`);
    const answer = await app.post('/v1/auth/signup', { inviteToken: made.body.token, ...app.newNames() });
    expect(answer.body.user.role).toBe('user');
  });

  it('lists invites with who used them, and without their tokens', async () => {
    const admin = await app.person('admin');
    const made = await app.post('/v1/admin/invites', { role: 'admin', expiresInDays: 1 }, { token: admin.accessToken });
    const names = app.newNames();
    await app.post('/v1/auth/signup', { inviteToken: made.body.token, ...names });
    const list = await app.get('/v1/admin/invites', admin.accessToken);
    expect(list.status).toBe(200);
    expect(list.body.items.find((invite: { id: string }) => invite.id === made.body.id)).toMatchObject({ role: 'admin', usedBy: names.username });
    expect(JSON.stringify(list.body)).not.toContain('msi_');
  });

  it('takes an unused one back', async () => {
    const admin = await app.person('admin');
    const made = await app.post('/v1/admin/invites', {}, { token: admin.accessToken });
    expect((await app.call('DELETE', `/v1/admin/invites/${made.body.id}`, { token: admin.accessToken })).status).toBe(204);
    expect((await app.call('DELETE', `/v1/admin/invites/${made.body.id}`, { token: admin.accessToken })).code).toBe('NOT_FOUND');
    expect((await app.post('/v1/auth/signup', { inviteToken: made.body.token, ...app.newNames() })).code).toBe('INVITE_INVALID');
  });

  it.each([
    ['POST', '/v1/admin/invites', {}],
    ['GET', '/v1/admin/invites', undefined],
    ['DELETE', '/v1/admin/invites/11111111-1111-4111-8111-111111111111', undefined],
  ])('answers %s %s with 401 to nobody and 403 to a user', async (method, route, body) => {
    const person = await app.person();
    expect((await app.call(method, route, { body })).code).toBe('UNAUTHENTICATED');
    const asUser = await app.call(method, route, { body, token: person.accessToken });
    expect([asUser.status, asUser.code]).toEqual([403, 'FORBIDDEN']);
  });

  it.each([{ role: 'owner' }, { expiresInDays: 0 }, { expiresInDays: 91 }, { token: 'msi_mine' }, { id: '11111111-1111-4111-8111-111111111111' }])(
    'refuses the request %j',
    async (body) => {
      const admin = await app.person('admin');
      expect((await app.post('/v1/admin/invites', body, { token: admin.accessToken })).status).toBe(400);
    },
  );
});
