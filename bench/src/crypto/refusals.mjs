// Whether the time until an envelope is refused tells why: each is signed by its sender, so that all get as far as the key.
import { median, printBar, printTable, spread } from '../support/figures.mjs';
import { correspondences } from './correspondence.mjs';

const TIMES = 300;

export async function benchRefusals(library, rounds) {
  for (const { name, seal, open, forge } of await correspondences(library)) {
    const { wrong, envelopes } = await forge(await seal());
    const measured = [];
    for (let round = 0; round < rounds; round += 1) measured.push(await measure(envelopes, open));
    const column = (reason) => measured.map((times) => times[reason]);
    printTable([`${name}, refused`, 'µs'], wrong.map((reason) => [reason, spread(column(reason))]));
    const medians = wrong.map((reason) => median(column(reason)));
    printBar(`${name} slowest ÷ fastest refusal`, Math.max(...medians) / Math.min(...medians), { atMost: 1.1 });
  }
}

/** Median microseconds for each reason, taken in turn so that what disturbs one disturbs all. */
async function measure(envelopes, open) {
  const times = Object.fromEntries(Object.keys(envelopes).map((reason) => [reason, []]));
  for (let time = 0; time < TIMES; time += 1) {
    for (const [reason, envelope] of Object.entries(envelopes)) {
      const before = performance.now();
      await open(envelope).catch(() => {});
      times[reason].push((performance.now() - before) * 1000);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([reason, list]) => [reason, median(list)]));
}
