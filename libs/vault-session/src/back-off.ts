import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 250;
const LONGEST_MS = 4000;

/** Repeats `work` for as long as `isPassing` says so of its errors, ever slower up to four seconds and never in step with others. */
export async function withBackOff<T>(work: () => Promise<T>, isPassing: (error: unknown) => boolean, signal: AbortSignal): Promise<T> {
  for (let pause = FIRST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
    }
    await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal });
  }
}
