import fs from 'node:fs/promises';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { AuthApp, PASSWORD } from './auth-app.js';

describe('sign-up', () => {
  let app: AuthApp;
  const opened: string[] = [];
  beforeAll(async () => {
    const openingBalance = {
      open: async (manager: { query: DataSource['query'] }, userId: string) => {
        const [{ username }] = await manager.query('SELECT username FROM user_account WHERE id = $1', [userId]);
        if (username.startsWith('broke')) throw new Error('no wallet today');
        opened.push(userId);
      },
    };
    app = await AuthApp.start({ openingBalance });
  });
  afterAll(() => app.stop());

  const signup = async (changes: Record<string, unknown> = {}) =>
    app.post('/v1/auth/signup', { inviteToken: changes.inviteToken ?? (await app.newInvite()), ...app.newNames(), ...changes });

  it('makes an account from an invite, with its opening balance, and mails a code', async () => {
    const names = app.newNames();
    const answer = await signup(names);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      user: { id: expect.any(String), username: names.username, email: names.email, role: 'user', emailVerified: false },
      emailVerificationRequired: true,
    });
    expect(opened).toContain(answer.body.user.id);
    const [mail] = await app.mailsTo(names.email);
    expect(mail).toMatch(/your code is \d{6}\./);
  });

  it('gives the role that the invite carries', async () => {
    expect((await signup({ inviteToken: await app.newInvite('admin') })).body.user.role).toBe('admin');
  });

  it('stores the password as an argon2id string and the address in lower case', async () => {
    const { username } = app.newNames();
    await signup({ username, email: `Mixed.${username}@Example.TEST` });
    const [row] = await app.dataSource.query('SELECT email, password_hash FROM user_account WHERE username = $1', [username]);
    expect(row.email).toBe(`mixed.${username}@example.test`);
    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  it('refuses a used invite', async () => {
    const inviteToken = await app.newInvite();
    await signup({ inviteToken });
    const again = await signup({ inviteToken });
    expect([again.status, again.code]).toEqual([409, 'INVITE_USED']);
  });

  it('refuses an invented and an expired invite alike', async () => {
    const invented = await signup({ inviteToken: 'msi_invented' });
    const expired = await signup({ inviteToken: await app.newInvite('user', '-1 second') });
    expect([invented.status, invented.code]).toEqual([404, 'INVITE_INVALID']);
    expect([expired.status, expired.code]).toEqual([404, 'INVITE_INVALID']);
  });

  it.each([
    ['user name', 'username', 'USERNAME_TAKEN'],
    ['e-mail address', 'email', 'EMAIL_TAKEN'],
  ] as const)('refuses a taken %s and leaves the invite usable', async (_what, field, code) => {
    const person = await app.person();
    const inviteToken = await app.newInvite();
    const answer = await signup({ inviteToken, [field]: person[field] });
    expect([answer.status, answer.code]).toEqual([409, code]);
    expect((await signup({ inviteToken })).status).toBe(201);
  });

  it('leaves no account behind when the opening balance fails', async () => {
    const inviteToken = await app.newInvite();
    const answer = await signup({ inviteToken, username: 'broke.person' });
    expect(answer.status).toBe(500);
    expect(await app.dataSource.query(`SELECT 1 FROM user_account WHERE username = 'broke.person'`)).toEqual([]);
    expect((await signup({ inviteToken })).status).toBe(201);
  });

  it('gives one of five parallel sign-ups the invite and the others INVITE_USED', async () => {
    const inviteToken = await app.newInvite();
    const answers = await Promise.all(Array.from({ length: 5 }, () => signup({ inviteToken })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, code }) => status === 409 && code === 'INVITE_USED')).toHaveLength(4);
  });

  it.each([
    ['a short password', { password: 'short' }],
    ['an upper-case user name', { username: 'Alice' }],
    ['a user name with a line break', { username: 'alice\r\nbcc' }],
    ['an e-mail address with a line break', { email: 'a@example.test\r\nBcc: b@example.test' }],
    ['a role of its own choice', { role: 'admin' }],
    ['an object for the invite', { inviteToken: { $ne: null } }],
  ])('refuses %s', async (_what, changes) => {
    expect((await signup(changes)).status).toBe(400);
  });

  describe('checks', () => {
    it.each([
      ['a free name', 'free.name', { valid: true, reason: null }],
      ['a name in upper case', 'Free.Name', { valid: false, reason: 'format' }],
      ['a short name', 'ab', { valid: false, reason: 'format' }],
      ['a NUL', 'abc\u0000', { valid: false, reason: 'format' }],
    ])('judges %s', async (_what, username, verdict) => {
      expect((await app.post('/v1/auth/check_username_valid', { username })).body).toEqual(verdict);
    });

    it('tells that a name is taken', async () => {
      const { username } = await app.person();
      expect((await app.post('/v1/auth/check_username_valid', { username })).body).toEqual({ valid: false, reason: 'taken' });
    });

    it('judges invites', async () => {
      const check = async (inviteToken: string) => (await app.post('/v1/auth/check_invite_token_valid', { inviteToken })).body;
      const inviteToken = await app.newInvite('admin');
      expect(await check(inviteToken)).toEqual({ valid: true, reason: null, role: 'admin' });
      await signup({ inviteToken });
      expect(await check(inviteToken)).toEqual({ valid: false, reason: 'used', role: null });
      expect(await check('msi_invented')).toEqual({ valid: false, reason: 'unknown', role: null });
      expect(await check(await app.newInvite('user', '-1 second'))).toEqual({ valid: false, reason: 'unknown', role: null });
    });
  });

  describe('e-mail codes', () => {
    const unverified = async () => {
      const names = app.newNames();
      await signup(names);
      return { ...names, code: await app.mailedCode(names.email) };
    };
    const verify = (email: string, code: string) => app.post('/v1/auth/verify_email_code', { email, code });
    const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

    it('lets nobody sign in before the address is confirmed', async () => {
      const person = await unverified();
      const before = await app.login(person);
      expect([before.status, before.code]).toEqual([403, 'EMAIL_NOT_VERIFIED']);
      const verified = await verify(person.email.toUpperCase(), person.code);
      expect(verified.status).toBe(200);
      expect(verified.body.user).toMatchObject({ username: person.username, emailVerified: true });
      expect((await app.login(person)).status).toBe(200);
    });

    it('does not tell that an address is unconfirmed without the password', async () => {
      const person = await unverified();
      expect((await app.login({ ...person, password: 'not the password' })).code).toBe('CREDENTIALS_INVALID');
    });

    it('refuses a code that was used', async () => {
      const person = await unverified();
      await verify(person.email, person.code);
      expect((await verify(person.email, person.code)).code).toBe('CODE_INVALID');
    });

    it('takes five tries and no more, parallel ones counted', async () => {
      const person = await unverified();
      const wrong = await Promise.all(Array.from({ length: 5 }, () => verify(person.email, otherThan(person.code))));
      expect(wrong.map(({ code }) => code)).toEqual(Array(5).fill('CODE_INVALID'));
      expect((await verify(person.email, person.code)).code).toBe('CODE_INVALID');
    });

    it('takes its six digits in one spelling, and counts every other as a wrong code', async () => {
      const person = await unverified();
      const wide = person.code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
      for (const code of [` ${person.code}`, `${person.code} `, `${person.code.slice(0, 3)} ${person.code.slice(3)}`, wide, `0${person.code}`]) {
        expect((await verify(person.email, code)).code).toBe('CODE_INVALID');
      }
      expect((await verify(person.email, person.code)).code).toBe('CODE_INVALID');
    });

    it.each([123_456, ['123456'], { $ne: '' }, null, true, ''])('refuses %j where a code belongs', async (code) => {
      const answer = await app.post('/v1/auth/verify_email_code', { email: 'somebody@example.test', code });
      expect([answer.status, answer.code]).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('refuses a code after 15 minutes', async () => {
      const person = await unverified();
      const [{ left }] = await app.dataSource.query(
        `SELECT extract(epoch FROM expires_at - now()) AS left FROM email_code JOIN user_account ON id = user_id WHERE username = $1`,
        [person.username],
      );
      expect(Number(left)).toBeGreaterThan(14 * 60);
      expect(Number(left)).toBeLessThanOrEqual(15 * 60);
      await app.dataSource.query(`UPDATE email_code SET expires_at = now() FROM user_account WHERE id = user_id AND username = $1`, [person.username]);
      expect((await verify(person.email, person.code)).code).toBe('CODE_INVALID');
    });

    it('sends a new code to who signs in after the last one died, and only then', async () => {
      const person = await unverified();
      await app.login(person);
      expect(await app.mailsTo(person.email)).toHaveLength(1);
      for (let tries = 0; tries < 5; tries += 1) await verify(person.email, otherThan(person.code));
      await app.login(person);
      expect(await app.mailsTo(person.email)).toHaveLength(2);
      expect((await verify(person.email, await app.mailedCode(person.email))).status).toBe(200);
    });

    it('answers an unknown address like a wrong code', async () => {
      const answer = await verify('nobody@example.test', '123456');
      expect([answer.status, answer.code]).toEqual([400, 'CODE_INVALID']);
    });

    it('keeps no code in the database', async () => {
      const person = await unverified();
      const [row] = await app.dataSource.query('SELECT hash FROM email_code JOIN user_account ON id = user_id WHERE username = $1', [person.username]);
      expect(row.hash.toString('latin1')).not.toContain(person.code);
      expect(row.hash).toHaveLength(32);
    });
  });

  it('keeps the account when the mail cannot be written', async () => {
    const dataDir = await fs.mkdtemp(path.join(app.dataDir, 'nomail-'));
    await fs.writeFile(path.join(dataDir, 'mail'), 'a file where the folder should be');
    const mute = await AuthApp.start({ dataDir });
    const names = mute.newNames();
    const answer = await mute.post('/v1/auth/signup', { inviteToken: await mute.newInvite(), ...names, password: PASSWORD });
    await mute.stop();
    expect(answer.status).toBe(201);
  });
});
