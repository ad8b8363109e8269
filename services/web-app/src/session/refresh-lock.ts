import type { Lock } from './session.js';

/**
 * Refresh tokens rotate, and the server ends a session whose old token comes back. Two tabs that refresh at the
 * same moment would look like theft, so they take turns. Pages without a secure context have no locks; they go at once.
 */
export const refreshLock: Lock = async (task) => {
  const locks: LockManager | undefined = navigator.locks;
  return locks ? locks.request('mateship-refresh', () => task()) : task();
};
