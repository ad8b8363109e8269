import { DomainError } from '@mateship/contracts';
import type { AccessPolicy } from './access.policy.js';
import type { Principal } from './principal.js';

/** Throws unless the principal satisfies the policy. */
export function authorize(policy: AccessPolicy, principal: Principal): void {
  if ('scope' in policy) {
    if (principal.scopes !== 'all' && !principal.scopes.includes(policy.scope)) throw new DomainError('SCOPE_DENIED');
    return;
  }
  if (principal.kind !== 'session') {
    throw new DomainError('SCOPE_DENIED', { message: 'API keys are not accepted here. Sign in instead.' });
  }
  if ('admin' in policy && principal.role !== 'admin') throw new DomainError('FORBIDDEN');
}
