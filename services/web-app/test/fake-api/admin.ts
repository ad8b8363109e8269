import { DomainError } from '@mateship/contracts';
import type { Call } from './routes.js';
import type { FakeState } from './state.js';

/** What the server holds, for administrators only. */
export function admin({ user, state }: Pick<Call, 'user' | 'state'>): FakeState {
  if (user?.role !== 'admin') throw new DomainError('FORBIDDEN');
  return state;
}
