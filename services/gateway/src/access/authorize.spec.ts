import type { AccessPolicy } from './access.policy.js';
import { authorize } from './authorize.js';
import type { Principal } from './principal.js';

const user: Principal = { kind: 'session', userId: 'u', role: 'user', sessionId: 's', scopes: 'all' };
const admin: Principal = { ...user, role: 'admin' };
const chatKey: Principal = { kind: 'apiKey', userId: 'u', role: 'user', keyId: 'k', scopes: ['chat'] };
const adminKey: Principal = { ...chatKey, role: 'admin', scopes: ['chat', 'skills', 'models'] };

describe('authorize', () => {
  const refusal = (policy: AccessPolicy, principal: Principal) => {
    try {
      authorize(policy, principal);
      return null;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each<[string, AccessPolicy, Principal, string | null]>([
    ['a user at a user route', { user: true }, user, null],
    ['a key at a user route', { user: true }, adminKey, 'SCOPE_DENIED'],
    ['a user at an admin route', { admin: true }, user, 'FORBIDDEN'],
    ['an admin at an admin route', { admin: true }, admin, null],
    ['an admin\'s key at an admin route', { admin: true }, adminKey, 'SCOPE_DENIED'],
    ['a user at a scoped route', { scope: 'models' }, user, null],
    ['a key with the scope', { scope: 'chat' }, chatKey, null],
    ['a key without the scope', { scope: 'skills' }, chatKey, 'SCOPE_DENIED'],
  ])('judges %s', (_what, policy, principal, code) => {
    expect(refusal(policy, principal)).toBe(code);
  });
});
