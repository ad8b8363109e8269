import { DomainError } from '@mateship/contracts';

const PAUSES_MS = [200, 500, 1000, 2000, 4000, 8000, 15_000];
const TRANSIENT = new Set(['DATABASE_UNAVAILABLE', 'KMS_UNAVAILABLE']);

/** Repeats an action while the database or the key service is away, for about half a minute. */
export async function persistently<T>(action: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof DomainError) || !TRANSIENT.has(error.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return action();
}
