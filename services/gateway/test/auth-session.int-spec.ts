import { PasswordHasher } from '../src/auth/password-hasher.js';
import { AuthApp } from './auth-app.js';

describe('sessions', () => {
  let app: AuthApp;
  beforeAll(async () => {
    app = await AuthApp.start();
  });
  afterAll(() => app.stop());

  it('signs in by user name and by e-mail address in any case', async () => {
    const person = await app.person();
    for (const login of [person.username.toUpperCase(), ` ${person.email} `, person.email.toUpperCase()]) {
      const answer = await app.post('/v1/auth/login', { login, password: person.password });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        accessToken: expect.any(String),
        expiresIn: 900,
        user: { id: person.id, username: person.username, email: person.email, role: 'user', emailVerified: true },
      });
    }
  });

  it('answers a wrong password and an unknown name alike', async () => {
    const person = await app.person();
    const wrong = await app.login({ ...person, password: 'not the password' });
    const unknown = await app.login({ username: 'nobody.at.all', password: 'not the password' });
    expect([wrong.status, wrong.code]).toEqual([401, 'CREDENTIALS_INVALID']);
    expect([unknown.status, unknown.code]).toEqual([401, 'CREDENTIALS_INVALID']);
    expect(unknown.body.error.message).toBe(wrong.body.error.message);
  });

  it('spends about as long on an unknown name as on a wrong password', async () => {
    const person = await app.person();
    const time = async (username: string) => {
      const start = performance.now();
      await app.login({ username, password: 'not the password' });
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      known.push(await time(person.username));
      unknown.push(await time('nobody.at.all'));
    }
    const fastest = (times: number[]) => Math.min(...times);
    expect(fastest(unknown)).toBeGreaterThan(fastest(known) * 0.5);
    expect(fastest(known)).toBeGreaterThan(fastest(unknown) * 0.5);
  });

  it.each(['\u0000', 'a\u0000b', '\ud800', "' OR 1=1 --", 'a@b', '%'])('takes the login %j for an unknown name', async (login) => {
    const answer = await app.post('/v1/auth/login', { login, password: 'not the password' });
    expect([answer.status, answer.code]).toEqual([401, 'CREDENTIALS_INVALID']);
  });

  it.each([257, 900_000])('refuses a password of %i characters before it hashes anything', async (length) => {
    const hashing = jest.spyOn(PasswordHasher.prototype, 'verify');
    const answer = await app.post('/v1/auth/login', { login: 'somebody', password: 'x'.repeat(length) });
    expect([answer.status, answer.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(hashing).not.toHaveBeenCalled();
    await app.post('/v1/auth/login', { login: 'somebody', password: 'x'.repeat(256) });
    expect(hashing).toHaveBeenCalledTimes(1);
    hashing.mockRestore();
  });

  it('refuses a body with an unknown property', async () => {
    const answer = await app.post('/v1/auth/login', { login: 'somebody', password: 'x', role: 'admin' });
    expect([answer.status, answer.code]).toEqual([400, 'UNKNOWN_PROPERTY']);
  });

  it('tells who is signed in', async () => {
    const person = await app.person();
    const answer = await app.get('/v1/users/me', person.accessToken);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ id: person.id, username: person.username, email: person.email, role: 'user', emailVerified: true });
  });

  it('keeps the refresh token in a cookie that only the refresh route sees and no script reads', async () => {
    const person = await app.person();
    const answer = await app.login(person);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^mateship_refresh=msr_[\w-]{43};/);
    expect(cookie).toContain('Path=/v1/auth/refresh');
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).not.toContain('Secure');
    expect(JSON.stringify(answer.body)).not.toContain('msr_');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('marks the cookie as secure when the public address is https', async () => {
    const https = await AuthApp.start({ publicUrl: 'https://mates.example.test' });
    const answer = await https.login(await https.person());
    await https.stop();
    expect(answer.headers.getSetCookie()[0]).toContain('Secure');
  });

  it('exchanges a refresh token for a new pair', async () => {
    const person = await app.person();
    const answer = await app.refresh(person.cookie);
    expect(answer.status).toBe(200);
    expect(answer.cookie).not.toBe(person.cookie);
    expect((await app.get('/v1/users/me', answer.body.accessToken)).status).toBe(200);
    expect((await app.refresh(answer.cookie)).status).toBe(200);
  });

  it('ends the session when a refresh token comes back', async () => {
    const person = await app.person();
    const next = await app.refresh(person.cookie);
    const reused = await app.refresh(person.cookie);
    expect([reused.status, reused.code]).toEqual([401, 'REFRESH_REUSED']);
    const newest = await app.refresh(next.cookie);
    expect([newest.status, newest.code]).toEqual([401, 'SESSION_REVOKED']);
    const access = await app.get('/v1/users/me', next.body.accessToken);
    expect([access.status, access.code]).toEqual([401, 'SESSION_REVOKED']);
  });

  it('gives exactly one of ten parallel refreshes a new pair', async () => {
    const person = await app.person();
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.refresh(person.cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
    expect(answers.filter(({ cookie }) => cookie?.startsWith('mateship_refresh=msr_'))).toHaveLength(1);
    expect((await app.dataSource.query('SELECT 1 FROM refresh_token JOIN session ON session.id = session_id WHERE user_id = $1', [person.id])).length).toBe(2);
  });

  it('takes a refresh that overlaps with another for a second tab, not for theft', async () => {
    const person = await app.person();
    const blocker = app.dataSource.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('SELECT 1 FROM refresh_token JOIN session ON session.id = session_id WHERE user_id = $1 FOR UPDATE', [person.id]);
    const first = app.refresh(person.cookie);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = await app.refresh(person.cookie);
    await blocker.commitTransaction();
    await blocker.release();
    expect([second.status, second.code]).toEqual([401, 'REFRESH_INVALID']);
    const winner = await first;
    expect(winner.status).toBe(200);
    expect((await app.refresh(winner.cookie)).status).toBe(200);
  });

  it.each([['no cookie', undefined], ['an invented token', `mateship_refresh=msr_${'A'.repeat(43)}`], ['junk', 'mateship_refresh=%00'], ['another cookie', 'other=1']])(
    'refuses to refresh with %s',
    async (_what, cookie) => {
      const answer = await app.refresh(cookie);
      expect([answer.status, answer.code]).toEqual([401, 'REFRESH_INVALID']);
    },
  );

  it('refuses a refresh that a page of another origin asks for', async () => {
    const person = await app.person();
    const foreign = await app.refresh(person.cookie, { origin: 'http://evil.test' });
    expect([foreign.status, foreign.code]).toEqual([403, 'ORIGIN_DENIED']);
    const own = await app.refresh(person.cookie, { origin: app.url });
    expect(own.status).toBe(200);
  });

  it('refuses an expired refresh token', async () => {
    const person = await app.person();
    await app.dataSource.query(
      `UPDATE refresh_token SET expires_at = now() - interval '1 second' FROM session WHERE session.id = session_id AND user_id = $1`,
      [person.id],
    );
    const answer = await app.refresh(person.cookie);
    expect([answer.status, answer.code]).toEqual([401, 'REFRESH_INVALID']);
  });

  it('stores refresh tokens only as hashes', async () => {
    const person = await app.person();
    const rows = await app.dataSource.query('SELECT encode(hash, $1) AS hash FROM refresh_token', ['escape']);
    expect(JSON.stringify(rows)).not.toContain(person.cookie.split('=')[1]);
  });

  it('ends a session at once, tokens and all', async () => {
    const person = await app.person();
    expect((await app.get('/v1/users/me', person.accessToken)).status).toBe(200);
    const logout = await app.call('POST', '/v1/auth/logout', { token: person.accessToken });
    expect(logout.status).toBe(204);
    expect(logout.headers.getSetCookie()[0]).toMatch(/^mateship_refresh=;.*Max-Age=0/);
    const access = await app.get('/v1/users/me', person.accessToken);
    expect([access.status, access.code]).toEqual([401, 'SESSION_REVOKED']);
    expect((await app.refresh(person.cookie)).code).toBe('SESSION_REVOKED');
  });

  it('ends one session by a refresh token that comes back, and no other of the account', async () => {
    const person = await app.person();
    const other = await app.login(person);
    await app.refresh(person.cookie);
    expect((await app.refresh(person.cookie)).code).toBe('REFRESH_REUSED');
    expect((await app.get('/v1/users/me', other.body.accessToken)).status).toBe(200);
    expect((await app.refresh(other.cookie)).status).toBe(200);
  });

  it('gives nothing for a refresh token of somebody else in any other place', async () => {
    const person = await app.person();
    const token = person.cookie.split('=')[1]!;
    expect((await app.get('/v1/users/me', token)).code).toBe('TOKEN_TYPE');
    expect((await app.refresh(undefined, { authorization: `Bearer ${token}` })).code).toBe('REFRESH_INVALID');
    expect((await app.post('/v1/auth/refresh', { refreshToken: token })).code).toBe('REFRESH_INVALID');
    expect((await app.refresh(`mateship_refresh=${person.accessToken}`)).code).toBe('REFRESH_INVALID');
    expect((await app.refresh(person.cookie)).status).toBe(200);
  });

  it('ends only the session that signs out', async () => {
    const person = await app.person();
    const other = await app.login(person);
    await app.call('POST', '/v1/auth/logout', { token: person.accessToken });
    expect((await app.get('/v1/users/me', other.body.accessToken)).status).toBe(200);
  });

  it('stops a suspended account within a second, whichever way it comes', async () => {
    const person = await app.person();
    expect((await app.get('/v1/users/me', person.accessToken)).status).toBe(200);
    await app.dataSource.query('UPDATE user_account SET suspended_at = now() WHERE id = $1', [person.id]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    const answers = [await app.get('/v1/users/me', person.accessToken), await app.refresh(person.cookie), await app.login(person)];
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([401, 'ACCOUNT_SUSPENDED']));
  });

  it('sees within a second that a session was ended by somebody else', async () => {
    const person = await app.person();
    expect((await app.get('/v1/users/me', person.accessToken)).status).toBe(200);
    await app.dataSource.query('UPDATE session SET revoked_at = now() WHERE user_id = $1', [person.id]);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await app.get('/v1/users/me', person.accessToken)).code).toBe('SESSION_REVOKED');
  });
});
