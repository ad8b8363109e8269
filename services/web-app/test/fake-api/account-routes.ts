import { randomUUID } from 'node:crypto';
import { ApiKeyList, AppList, CreateApiKeyRequest, CreatedApiKey, CreatedInvite, CreateInviteRequest, CreditsBalance, DeleteAccountRequest, DomainError, InviteList, MateList, SkillList, type ApiKey } from '@mateship/contracts';
import { admin } from './admin.js';
import { body } from './body.js';
import { Reply } from './reply.js';
import type { Route } from './routes.js';

export const accountRoutes: Route[] = [
  { method: 'GET', path: /^\/v1\/credits$/, handle: () => new Reply(CreditsBalance, { balance: '1000000000', reserved: '0', available: '1000000000' }) },
  {
    method: 'DELETE', path: /^\/v1\/users\/me$/,
    handle: async ({ state, request, response }) => {
      const { password } = await body(request, DeleteAccountRequest);
      const account = state.accounts.find((candidate) => candidate.password === password);
      if (!account) throw new DomainError('PASSWORD_WRONG');
      state.accounts.splice(state.accounts.indexOf(account), 1);
      response.writeHead(204).end();
    },
  },
  { method: 'GET', path: /^\/v1\/mates$/, handle: ({ state }) => new Reply(MateList, { items: state.mates }) },
  { method: 'GET', path: /^\/v1\/apps$/, handle: () => new Reply(AppList, { items: [] }) },
  { method: 'GET', path: /^\/v1\/skills$/, handle: () => new Reply(SkillList, { items: [] }) },
  { method: 'GET', path: /^\/v1\/api_keys$/, handle: ({ state }) => new Reply(ApiKeyList, { items: [...state.keys.values()] }) },
  {
    method: 'POST', path: /^\/v1\/api_keys$/,
    handle: async ({ state, request }) => {
      const { name, scopes, expiresInDays } = await body(request, CreateApiKeyRequest);
      const secret = `ms_${randomUUID().replaceAll('-', '')}`;
      const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000).toISOString();
      const key: ApiKey = { id: randomUUID(), name, prefix: secret.slice(0, 8), scopes, createdAt: new Date().toISOString(), expiresAt, lastUsedAt: null };
      state.keys.set(key.id, key);
      return new Reply(CreatedApiKey, { ...key, key: secret }, 201);
    },
  },
  {
    method: 'DELETE', path: /^\/v1\/api_keys\/([0-9a-f-]{36})$/,
    handle: ({ state, params, response }) => {
      if (!state.keys.delete(params[0] ?? '')) throw new DomainError('NOT_FOUND');
      response.writeHead(204).end();
    },
  },
  { method: 'GET', path: /^\/v1\/admin\/invites$/, handle: (call) => new Reply(InviteList, { items: [...admin(call).invites.values()] }) },
  {
    method: 'POST', path: /^\/v1\/admin\/invites$/,
    handle: async (call) => {
      const { role } = await body(call.request, CreateInviteRequest);
      const token = randomUUID();
      admin(call).invite(token, role);
      return new Reply(CreatedInvite, { ...call.state.invites.get(token), token, url: `http://localhost/signup?token=${token}` }, 201);
    },
  },
  {
    method: 'DELETE', path: /^\/v1\/admin\/invites\/([0-9a-f-]{36})$/,
    handle: (call) => {
      for (const [token, invite] of admin(call).invites) if (invite.id === call.params[0]) call.state.invites.delete(token);
      call.response.writeHead(204).end();
    },
  },
];
