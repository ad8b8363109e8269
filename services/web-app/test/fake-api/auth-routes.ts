import { randomUUID } from 'node:crypto';
import {
  CheckInviteRequest, CheckInviteResponse, CheckUsernameRequest, CheckUsernameResponse, DomainError, LoginRequest, SessionResponse, SignupRequest, SignupResponse, User, Username, VerifyEmailRequest, VerifyEmailResponse,
} from '@mateship/contracts';
import { body } from './body.js';
import { Reply } from './reply.js';
import type { Route } from './routes.js';
import type { FakeState } from './state.js';

const COOKIE = 'mateship_refresh';

export const authRoutes: Route[] = [
  {
    method: 'POST', path: /^\/v1\/auth\/check_invite_token_valid$/, open: true,
    handle: async ({ state, request }) => {
      const invite = state.invites.get((await body(request, CheckInviteRequest)).inviteToken);
      const reason = !invite ? 'unknown' : invite.usedAt ? 'used' : null;
      return new Reply(CheckInviteResponse, { valid: reason === null, reason, role: reason === null ? invite?.role : null });
    },
  },
  {
    method: 'POST', path: /^\/v1\/auth\/check_username_valid$/, open: true,
    handle: async ({ state, request }) => {
      const { username } = await body(request, CheckUsernameRequest);
      const taken = state.accounts.some(({ user }) => user.username === username);
      const reason = !Username.safeParse(username).success ? 'format' : taken ? 'taken' : null;
      return new Reply(CheckUsernameResponse, { valid: reason === null, reason });
    },
  },
  {
    method: 'POST', path: /^\/v1\/auth\/signup$/, open: true,
    handle: async ({ state, request }) => {
      const { inviteToken, username, email, password } = await body(request, SignupRequest);
      const invite = state.invites.get(inviteToken);
      if (!invite) throw new DomainError('INVITE_INVALID');
      if (invite.usedAt) throw new DomainError('INVITE_USED');
      if (state.accounts.some(({ user }) => user.email === email)) throw new DomainError('EMAIL_TAKEN');
      Object.assign(invite, { usedAt: new Date().toISOString(), usedBy: username });
      const user = Object.assign(state.account(username, password, invite.role), { email, emailVerified: !state.emailCode });
      return new Reply(SignupResponse, { user, emailVerificationRequired: state.emailCode }, 201);
    },
  },
  {
    method: 'POST', path: /^\/v1\/auth\/verify_email_code$/, open: true,
    handle: async ({ state, request }) => {
      const { email, code } = await body(request, VerifyEmailRequest);
      const account = state.accounts.find(({ user }) => user.email === email);
      if (!account || code !== '123456') throw new DomainError('CODE_INVALID');
      account.user.emailVerified = true;
      return new Reply(VerifyEmailResponse, { user: account.user });
    },
  },
  {
    method: 'POST', path: /^\/v1\/auth\/login$/, open: true,
    handle: async ({ state, request }) => {
      const { login, password } = await body(request, LoginRequest);
      const account = state.accounts.find(({ user }) => user.username === login || user.email === login);
      if (!account || account.password !== password) throw new DomainError('CREDENTIALS_INVALID');
      if (!account.user.emailVerified) throw new DomainError('EMAIL_NOT_VERIFIED');
      return session(state, account.user);
    },
  },
  {
    method: 'POST', path: /^\/v1\/auth\/refresh$/, open: true,
    handle: ({ state, request }) => {
      const cookie = new RegExp(`${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
      const account = state.accounts.find(({ user }) => user.id === state.cookies.get(cookie));
      state.cookies.delete(cookie);
      state.calls.push('refresh');
      if (!account) throw new DomainError('REFRESH_INVALID');
      return session(state, account.user);
    },
  },
  {
    method: 'POST', path: /^\/v1\/auth\/logout$/,
    handle: ({ state, request, response }) => {
      state.sessions.delete((request.headers.authorization ?? '').replace(/^Bearer /, ''));
      response.writeHead(204, { 'set-cookie': `${COOKIE}=; Path=/v1/auth/refresh; HttpOnly; Max-Age=0` }).end();
    },
  },
  { method: 'GET', path: /^\/v1\/users\/me$/, handle: ({ user }) => new Reply(User, user) },
];

function session(state: FakeState, user: User): Reply {
  const accessToken = randomUUID();
  const cookie = randomUUID();
  state.sessions.set(accessToken, user.id);
  state.cookies.set(cookie, user.id);
  const headers = { 'set-cookie': `${COOKIE}=${cookie}; Path=/v1/auth/refresh; HttpOnly; SameSite=Strict` };
  return new Reply(SessionResponse, { accessToken, expiresIn: 900, user }, 200, headers);
}
