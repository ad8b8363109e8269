import { CreateInviteRequest, CheckUsernameRequest, CreatedInvite, Invite, LoginRequest, SignupRequest, User, Username, VerifyEmailRequest } from './auth.contract.js';

const signup = { inviteToken: 'msi_abc', username: 'alice', email: 'alice@example.test', password: 'correct horse' };
const faults = (request: unknown) => SignupRequest.safeParse(request).error?.issues.map((issue) => issue.path.join('.')) ?? [];

describe('a sign-up', () => {
  it('is what a person fills in', () => {
    expect(SignupRequest.parse(signup)).toEqual(signup);
  });

  it.each(Object.keys(signup))('is refused without %s', (name) => {
    expect(faults({ ...signup, [name]: undefined })).toEqual([name]);
  });

  it('cannot choose a role', () => {
    expect(SignupRequest.safeParse({ ...signup, role: 'admin' }).error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['role'] });
  });

  it.each([['an object', { $gt: '' }], ['a list', ['alice']], ['a number', 1], ['null', null]])('is refused with %s for a text', (_what, value) => {
    for (const name of Object.keys(signup)) expect(faults({ ...signup, [name]: value })).toContain(name);
  });
});

describe('a user name', () => {
  it.each(['abc', 'a1.b_c-d', '0ab', 'a'.repeat(32)])('may be %s', (name) => {
    expect(Username.safeParse(name).success).toBe(true);
  });

  it.each(['', 'ab', 'Abc', '.abc', '-abc', '_abc', 'a'.repeat(33), 'a b', 'abc\n', 'älice', 'аdmin', 'a\u200bbc', 'a/../b', '<b>x', "a'--"])('may not be %j', (name) => {
    expect(Username.safeParse(name).error?.issues[0]?.message).toBe('Use 3 to 32 lower-case letters, digits, dots, hyphens or underscores.');
  });

  it('that is wrong can be asked about, but not one of any length', () => {
    expect(CheckUsernameRequest.safeParse({ username: 'A B' }).success).toBe(true);
    expect(CheckUsernameRequest.safeParse({ username: 'x'.repeat(65) }).success).toBe(false);
  });
});

describe('a password', () => {
  it.each([10, 256])('may have %d characters', (length) => {
    expect(faults({ ...signup, password: 'x'.repeat(length) })).toEqual([]);
  });

  it.each([0, 9, 257, 1_000_000])('may not have %d characters', (length) => {
    expect(faults({ ...signup, password: 'x'.repeat(length) })).toEqual(['password']);
  });

  it('is taken as it is, blanks and all', () => {
    expect(SignupRequest.parse({ ...signup, password: '  spaces at both ends  ' }).password).toBe('  spaces at both ends  ');
  });

  it('at sign-in has no least length, so that the rule for new ones is told to nobody', () => {
    expect(LoginRequest.safeParse({ login: 'alice', password: 'x' }).success).toBe(true);
    expect(LoginRequest.safeParse({ login: 'alice', password: '' }).success).toBe(false);
    expect(LoginRequest.safeParse({ login: 'alice', password: 'x'.repeat(257) }).success).toBe(false);
  });
});

describe('an e-mail address', () => {
  it.each(['alice', 'a@b', 'a b@example.test', 'alice@example.test\nBcc: b@example.test', '<a@example.test>', `${'a'.repeat(250)}@example.test`])('is not %j', (email) => {
    expect(faults({ ...signup, email })[0]).toBe('email');
  });

  it('is verified by a code of 4 to 12 characters', () => {
    const accepts = (code: unknown) => VerifyEmailRequest.safeParse({ email: signup.email, code }).success;
    expect(['123', '1234', '123456', '1'.repeat(12), '1'.repeat(13), 123456].map(accepts)).toEqual([false, true, true, true, false, false]);
  });
});

describe('an invite', () => {
  it('is for a user and for 14 days unless an admin says otherwise', () => {
    expect(CreateInviteRequest.parse({})).toEqual({ role: 'user', expiresInDays: 14 });
  });

  it.each([0, 91, 1.5, '14', null])('cannot last %j days', (expiresInDays) => {
    expect(CreateInviteRequest.safeParse({ expiresInDays }).success).toBe(false);
  });

  it.each(['root', 'Admin', '', null])('cannot give the role %j', (role) => {
    expect(CreateInviteRequest.safeParse({ role }).success).toBe(false);
  });

  it('shows its token only where it was just made', () => {
    const created = { id: '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a', role: 'user', createdAt: '2026-01-01T00:00:00.000Z', expiresAt: null, usedAt: null, usedBy: null, token: 't', url: 'u' };
    expect(CreatedInvite.parse(created)).toEqual(created);
    expect(Object.keys(Invite.parse(created))).not.toEqual(expect.arrayContaining(['token']));
  });
});

describe('a user in an answer', () => {
  it('never carries more than the contract names', () => {
    const row = { id: '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a', username: 'alice', email: 'a@example.test', role: 'user', emailVerified: true, passwordHash: '$scrypt$' };
    expect(Object.keys(User.parse(row))).toEqual(['id', 'username', 'email', 'role', 'emailVerified']);
  });
});
