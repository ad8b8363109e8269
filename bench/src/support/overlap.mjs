/**
 * How well one number tells which of two series it is from: the chance that one of `left` is greater than one of `right`,
 * ties by half. 0.5 is not at all, 0 and 1 are always.
 */
export function telling(left, right) {
  const all = [...left.map((number) => [number, 1]), ...right.map((number) => [number, 0])].sort(([a], [b]) => a - b);
  let [wins, below] = [0, 0];
  for (let at = 0; at < all.length; ) {
    let [end, lefts] = [at, 0];
    for (; end < all.length && all[end][0] === all[at][0]; end += 1) lefts += all[end][1];
    const rights = end - at - lefts;
    wins += lefts * (below + rights / 2);
    below += rights;
    at = end;
  }
  return wins / (left.length * right.length);
}

/** The pair of series that is told apart best. */
export function bestTold(series) {
  const names = Object.keys(series);
  const pairs = names.flatMap((left, at) => names.slice(at + 1).map((right) => ({ left, right, figure: telling(series[left], series[right]) })));
  return pairs.toSorted((a, b) => Math.abs(b.figure - 0.5) - Math.abs(a.figure - 0.5))[0];
}
