import { bestTold, telling } from '../support/overlap.mjs';
import { median, percentile, printTable } from '../support/figures.mjs';

const TIMES = Number(process.env.TIMES ?? 5000);
const WARM_UP = 300;
/** Of one pair of reasons; what an attacker would have to tell apart. */
const BAR = [0.45, 0.55];
/** What must be told from the others, or the measure is blind. */
const CONTROL = 'signature';
const CONTROL_BAR = 0.65;

/** Whether a suite is asked for. */
export function isAsked(suite) {
  return process.env.SUITES?.split(',').includes(suite) ?? true;
}

/**
 * Opens envelopes of all reasons, each as often, one at a time and in random order, and prints whether the time tells the
 * reason. `envelopes` holds some for each reason, so that no single one stands for it.
 */
export async function measureRefusals(name, envelopes, open) {
  const times = Object.fromEntries(Object.keys(envelopes).map((reason) => [reason, []]));
  for (const [at, reason] of shuffled(Object.keys(envelopes).flatMap((reason) => Array.from({ length: TIMES }, () => reason))).entries()) {
    const pool = envelopes[reason];
    const envelope = pool[Math.floor(Math.random() * pool.length)];
    if (at < WARM_UP) await open(envelope);
    const begun = process.hrtime.bigint();
    const isRefused = await open(envelope);
    times[reason].push(Number(process.hrtime.bigint() - begun) / 1000);
    if (!isRefused) throw new Error(`${name}: an envelope with the fault "${reason}" opened`);
  }
  report(name, times);
}

function report(name, { [CONTROL]: control, ...alike }) {
  const furthest = (reason) => Object.entries(alike).filter(([other]) => other !== reason).map(([, other]) => telling(alike[reason], other)).toSorted((a, b) => Math.abs(b - 0.5) - Math.abs(a - 0.5))[0];
  const rows = Object.entries(alike).map(([reason, list]) => [reason, ...figures(list), furthest(reason).toFixed(3)]);
  printTable([`${name}, refused for`, 'median, µs', 'p5–p95', 'furthest from another reason'], [...rows, [`${CONTROL} (control)`, ...figures(control), '']]);
  const { left, right, figure } = bestTold(alike);
  const isAlike = figure >= BAR[0] && figure <= BAR[1];
  console.log(`${isAlike ? 'reached' : 'MISSED '}  ${name}, told apart best, "${left}" from "${right}": ${figure.toFixed(3)} (${BAR.join('–')})`);
  const told = Math.min(...Object.values(alike).map((list) => telling(list, control)));
  console.log(`${told >= CONTROL_BAR ? 'reached' : 'MISSED '}  ${name}, the control from each other: ${told.toFixed(3)} (≥ ${CONTROL_BAR})\n`);
}

function figures(list) {
  return [median(list).toFixed(0), `${percentile(list, 0.05).toFixed(0)}–${percentile(list, 0.95).toFixed(0)}`];
}

function shuffled(list) {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}
