/** The middle of some numbers. */
export function median(numbers) {
  return percentile(numbers, 0.5);
}

/** The number below which a share of the others lie, interpolated. */
export function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Median with the spread over the rounds: `12.3 (11.0–14.9)`. */
export function spread(numbers, digits = 1) {
  const [middle, least, most] = [median(numbers), Math.min(...numbers), Math.max(...numbers)].map((number) => number.toFixed(digits));
  return `${middle} (${least}–${most})`;
}

/** Two series of the same rounds, divided round by round, so that what disturbs a round disturbs both. */
export function ratios(numbers, base) {
  return numbers.map((number, round) => number / base[round]);
}

/** Prints a Markdown table. */
export function printTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n'));
}

/** Prints whether a figure reaches its bar. */
export function printBar(name, figure, bar, digits = 2) {
  const reached = bar.atMost === undefined ? figure >= bar.atLeast : figure <= bar.atMost;
  const sign = bar.atMost === undefined ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`;
  console.log(`${reached ? 'reached' : 'MISSED '}  ${name}: ${figure.toFixed(digits)} (${sign})`);
}
