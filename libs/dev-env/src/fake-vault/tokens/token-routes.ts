import { rfc3339, secondsUntil, type Clock } from '../clock.js';
import { duration, flag, list, text, whole, type Fields } from '../fields.js';
import { permissionDenied, refusal, VaultError, type Answer } from '../protocol.js';
import { listed, route, type Call, type Route } from '../routes.js';
import type { Token } from './token.js';
import type { TokenStore } from './token-store.js';

/** What the token routes ask the policies. */
export interface Sudo {
  /** Whether the caller may do what only root may. */
  (token: Token, path: string): boolean;
}

/** The routes of auth/token (https://openbao.org/api-docs/auth/token/). */
export function tokenRoutes(tokens: TokenStore, clock: Clock, sudo: Sudo): Route[] {
  const renewed = (token: Token, fields: Fields): Answer => {
    const warnings = tokens.renew(token, duration(fields, 'increment'));
    return { auth: tokens.authOf(token), warnings };
  };
  const described = (token: Token): Answer => ({ data: describe(token, clock.now()) });
  const revoked = async (id: string): Promise<null> => {
    await tokens.revoke(id);
    return null;
  };
  const create = (orphan: boolean) => (call: Call) => createToken(tokens, call, { orphan, sudo });
  return [
    route('create', { write: create(false) }),
    route('create-orphan', { write: create(true) }, { sudo: true }),
    route('lookup-self', { read: (call) => described(own(call)), write: (call) => described(own(call)) }),
    route('renew-self', { write: (call) => renewed(own(call), call.fields) }),
    route('revoke-self', { write: (call) => revoked(own(call).id) }),
    route('lookup', { read: (call) => described(named(tokens, call)), write: (call) => described(named(tokens, call)) }),
    route('renew', { write: (call) => renewed(named(tokens, call), call.fields) }),
    route('revoke', { write: ({ fields }) => revoked(text(fields, 'token')) }),
    route('revoke-orphan', { write: async ({ fields }) => (await tokens.revokeAlone(text(fields, 'token')), null) }, { sudo: true }),
    route('lookup-accessor', { write: ({ fields }) => describedByAccessor(byAccessor(tokens, fields)) }),
    route('renew-accessor', { write: ({ fields }) => withoutToken(renewed(byAccessor(tokens, fields), fields)) }),
    route('revoke-accessor', { write: ({ fields }) => revoked(byAccessor(tokens, fields).id) }),
    route('accessors', { list: () => listed(tokens.all().map(({ accessor }) => accessor)) }, { sudo: true }),
  ];

  /** Who knows an accessor alone does not learn the token. */
  function describedByAccessor(token: Token): Answer {
    return { data: { ...describe(token, clock.now()), id: '' } };
  }
}

function withoutToken(answer: Answer): Answer {
  return answer.auth ? { ...answer, auth: { ...answer.auth, client_token: '' } } : answer;
}

function createToken(tokens: TokenStore, { fields, token: caller, path }: Call, { orphan, sudo }: { orphan: boolean; sudo: Sudo }): Answer {
  if (!caller) throw permissionDenied();
  if (caller.numUses > 0) throw refusal('restricted use token cannot generate child tokens');
  const isRoot = caller.policies.includes('root');
  const mayAll = isRoot || sudo(caller, path);
  const asked = list(fields, 'policies') ?? caller.policies;
  if (!mayAll && asked.some((policy) => policy !== 'default' && !caller.policies.includes(policy))) throw refusal('child policies must be subset of parent');
  if (asked.includes('root') && !isRoot) throw refusal('root tokens may not be created without parent token being root');
  const ttl = duration(fields, 'ttl') ?? duration(fields, 'lease') ?? 0;
  if (asked.includes('root') && caller.expiresAt !== null && ttl === 0) throw refusal('expiring root tokens cannot create non-expiring root tokens');
  const noParent = flag(fields, 'no_parent') ?? false;
  if (noParent && !mayAll) throw refusal('root or sudo privileges required to create orphan token');
  if (text(fields, 'id') && !isRoot) throw refusal('root or sudo privileges required to specify token id');
  const period = duration(fields, 'period') ?? 0;
  if (period && !mayAll) throw refusal('root or sudo privileges required to create periodic token');
  const withDefault = asked.includes('root') || flag(fields, 'no_default_policy') ? asked : [...asked, 'default'];
  const name = text(fields, 'display_name');
  const token = tokens.create({
    ...(text(fields, 'id') && { id: text(fields, 'id') }),
    policies: withDefault,
    path,
    displayName: name ? `token-${name}` : 'token',
    meta: (fields.meta as Record<string, string> | undefined) ?? null,
    parent: caller.id,
    orphan: orphan || noParent,
    ttl,
    explicitMaxTtl: duration(fields, 'explicit_max_ttl') ?? 0,
    period,
    renewable: flag(fields, 'renewable') ?? true,
    numUses: whole(fields, 'num_uses') ?? 0,
  });
  return { auth: tokens.authOf(token) };
}

function own({ token }: Call): Token {
  if (!token) throw permissionDenied();
  return token;
}

function named(tokens: TokenStore, call: Call): Token {
  const id = text(call.fields, 'token');
  const token = id === '' ? call.token : tokens.find(id);
  if (!token) throw new VaultError(403, 'bad token');
  return token;
}

function byAccessor(tokens: TokenStore, fields: Fields): Token {
  const token = tokens.byAccessor(text(fields, 'accessor'));
  if (!token) throw new VaultError(403, 'invalid accessor');
  return token;
}

function describe(token: Token, now: number): Record<string, unknown> {
  return {
    accessor: token.accessor,
    creation_time: Math.floor(token.createdAt / 1000),
    creation_ttl: token.creationTtl,
    display_name: token.displayName,
    entity_id: '',
    expire_time: token.expiresAt === null ? null : rfc3339(token.expiresAt),
    explicit_max_ttl: token.explicitMaxTtl,
    id: token.id,
    meta: token.meta,
    num_uses: Math.max(0, token.numUses),
    orphan: token.orphan,
    path: token.path,
    policies: token.policies,
    ttl: secondsUntil(token.expiresAt, now),
    type: token.type,
    ...(token.expiresAt !== null && { issue_time: rfc3339(token.createdAt) }),
    ...(token.expiresAt !== null && { renewable: token.renewable }),
    ...(token.lastRenewal !== null && { last_renewal: rfc3339(token.lastRenewal), last_renewal_time: Math.floor(token.lastRenewal / 1000) }),
    ...(token.period > 0 && { period: token.period }),
    ...(token.boundCidrs.length > 0 && { bound_cidrs: token.boundCidrs }),
  };
}
