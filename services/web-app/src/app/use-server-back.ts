import { useEffect, useRef } from 'react';
import { waitForNetwork } from '../chat/live/backoff.js';
import { isAway, isServerThere } from '../errors/server-away.js';

/** Asked this often; the answer costs the server nothing. */
const ASK_MS = 3_000;

/** Calls `onBack` once the server answers again, when the error says that it is away. True: it is waited for. */
export function useServerBack(error: unknown, onBack: (() => void) | undefined): boolean {
  const waiting = onBack !== undefined && isAway(error);
  const back = useRef(onBack);
  useEffect(() => {
    back.current = onBack;
  });
  useEffect(() => {
    if (!waiting) return;
    const stop = new AbortController();
    void waitForServer(stop.signal).then((isThere) => isThere && back.current?.());
    return () => stop.abort();
  }, [waiting, error]);
  return waiting;
}

async function waitForServer(signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    await waitForNetwork(ASK_MS, signal);
    if (!signal.aborted && (await isServerThere(signal))) return !signal.aborted;
  }
  return false;
}
