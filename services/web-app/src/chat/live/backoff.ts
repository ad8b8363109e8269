/** Attempts to reconnect before the person is asked; with the waits below about four minutes. */
export const MAX_ATTEMPTS = 12;

/** Milliseconds to wait before the nth attempt, from 1: doubling from half a second up to 30 s, with up to a quarter of chance taken off. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(30_000, 500 * 2 ** (attempt - 1));
  return Math.round(full * (1 - random() / 4));
}

/** Waits, but not longer than until the network comes back. */
export function waitForNetwork(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    globalThis.addEventListener?.('online', finish);
    signal.addEventListener('abort', finish);
  });
}
