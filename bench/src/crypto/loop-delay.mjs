// How long the event loop is held up while envelopes are sealed and opened, twice as many in flight as there are cores.
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { printBar, printTable } from '../support/figures.mjs';
import { correspondences } from './correspondence.mjs';

const SECONDS = 3;

/** Beside the delay of an idle loop, which is what the machine itself costs at this moment. */
export async function benchLoopDelay(library) {
  const rows = [{ name: 'idle', ...(await delayOf(() => sleep(10))) }];
  for (const { name, seal, open } of await correspondences(library)) rows.push({ name, ...(await delayOf(async () => open(await seal()))) });
  printTable(['loop delay, ms', 'p50', 'p99', 'most'], rows.map(({ name, ...figures }) => [name, ...Object.values(figures).map((figure) => figure.toFixed(2))]));
  for (const { name, p99 } of rows.slice(1)) printBar(`${name} loop delay p99, ms`, p99, { atMost: 5 });
}

async function delayOf(action) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  const until = performance.now() + SECONDS * 1000;
  const work = async () => {
    while (performance.now() < until) await action();
  };
  histogram.enable();
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
  histogram.disable();
  return { p50: histogram.percentile(50) / 1e6, p99: histogram.percentile(99) / 1e6, most: histogram.max / 1e6 };
}
