/** What the work gives, or the refusal when it takes longer; the work goes on. Without a limit it is awaited to its end. */
export function inTime<T>(work: Promise<T>, withinMs: number | undefined, refusal: () => Error): Promise<T> {
  if (withinMs === undefined) return work;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(refusal()), withinMs);
  work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
