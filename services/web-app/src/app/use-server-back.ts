import { useEffect, useRef } from 'react';
import { isAway } from '../errors/server-away.js';
import { waitForServer } from '../errors/wait-for-server.js';

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
