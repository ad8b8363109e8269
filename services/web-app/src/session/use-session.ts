import type { User } from '@mateship/contracts';
import { useSyncExternalStore } from 'react';
import { useApp } from '../app/app-context.js';
import type { SessionState } from './session.js';

export function useSession(): SessionState {
  const { session } = useApp();
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

/** The person in pages behind sign-in; null for the moment between signing out and leaving the page. */
export function useUser(): User | null {
  const state = useSession();
  return state.status === 'signed-in' ? state.user : null;
}
