/** Ends a request when the server says nothing for too long, however long the whole answer takes. */
export function withSilenceLimit(milliseconds: number, signal: AbortSignal) {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), milliseconds);
  return {
    signal: AbortSignal.any([signal, silent.signal]),
    expired: () => silent.signal.aborted,
    stop: () => clearTimeout(timer),
    async *watch<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
      for await (const item of items) {
        timer.refresh();
        yield item;
      }
    },
  };
}
