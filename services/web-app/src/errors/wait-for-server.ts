import { waitForNetwork } from '../chat/live/backoff.js';
import { isServerThere } from './server-away.js';

/** Asked this often; the answer costs the server nothing. */
const ASK_MS = 3_000;

/** Asks until the server answers; false when nobody waits for it any more. */
export async function waitForServer(signal: AbortSignal, wait = waitForNetwork, isThere = isServerThere): Promise<boolean> {
  while (!signal.aborted) {
    await wait(ASK_MS, signal);
    if (!signal.aborted && (await isThere(signal))) return !signal.aborted;
  }
  return false;
}
