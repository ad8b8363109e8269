/** Ends a request when the server says nothing for too long, however long the whole answer takes. */
export function silenceLimit(milliseconds: number, signal: AbortSignal) {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), milliseconds);
  return {
    signal: AbortSignal.any([signal, silent.signal]),
    /** To be called whenever the server has said something. */
    broken: () => void timer.refresh(),
    expired: () => silent.signal.aborted,
    stop: () => clearTimeout(timer),
  };
}
