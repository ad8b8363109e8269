// Envelopes between two parties: per second of CPU of the whole process, thread pool included, for one at a time; and per
// second of the clock with twice as many in flight as there are cores.
import { availableParallelism } from 'node:os';
import { median, printBar, printTable, ratios, spread } from '../support/figures.mjs';
import { correspondences } from './correspondence.mjs';
import { rsaSignsPerSecond } from './openssl.mjs';

const TIMES = 400;
const IN_FLIGHT = 2 * availableParallelism();

/** CPU for each seal and open beside the signatures that `openssl speed` makes in the same round. */
export async function benchEnvelopes(library, rounds) {
  const parties = await correspondences(library);
  const measure = async () => {
    const round = { openssl: rsaSignsPerSecond() };
    for (const { name, seal, open } of parties) {
      const envelope = await seal();
      for (const [verb, action] of Object.entries({ seal, open: () => open(envelope) })) {
        round[`${name} ${verb}, CPU`] = (await rates(action, 1)).cpu;
        round[`${name} ${verb}, in flight`] = (await rates(action, IN_FLIGHT)).clock;
      }
    }
    return round;
  };
  await measure();
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure());
  const column = (name) => measured.map((round) => round[name]);
  const names = Object.keys(measured[0]);
  printTable(['envelope of 1 KB', 'per second', '× openssl rsa2048 sign'], names.map((name) => [name, spread(column(name), 0), spread(ratios(column(name), column('openssl')), 2)]));
  for (const name of ['RSA-2048 seal, CPU', 'RSA-2048 seal, in flight']) printBar(`${name} × openssl speed rsa2048 sign`, median(ratios(column(name), column('openssl'))), { atLeast: 0.86 });
}

async function rates(action, inFlight) {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  let left = TIMES;
  const work = async () => {
    while (left-- > 0) await action();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const { user, system } = process.cpuUsage(before);
  return { clock: (TIMES * 1e3) / (performance.now() - begun), cpu: (TIMES * 1e6) / (user + system) };
}
