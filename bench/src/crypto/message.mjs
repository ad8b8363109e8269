// Sealing and opening a chat message of 1 KB with its key at hand, one thread.
import { randomBytes, randomUUID } from 'node:crypto';
import { median, printBar, printTable, spread } from '../support/figures.mjs';

const PAIRS = 20_000;

/** Microseconds of CPU for one seal and one open, in each of some rounds. */
export function benchMessages({ encodeContext, newDataKey, openBytes, sealBytes }, rounds) {
  const key = newDataKey();
  const ref = { keyId: randomUUID(), epoch: 1 };
  const context = encodeContext({ use: 'message', ownerId: randomUUID(), chatId: randomUUID(), messageId: randomUUID(), role: 'user', revision: 0 });
  const message = randomBytes(1024);
  const measure = () => {
    let sealed;
    const seal = cpuOf(() => (sealed = sealBytes(key, ref, context, message)));
    const open = cpuOf(() => openBytes(key, context, sealed));
    return { seal, open, pair: seal + open };
  };
  measure();
  const measured = Array.from({ length: rounds }, measure);
  const column = (name) => measured.map((round) => round[name]);
  printTable(['message of 1 KB', 'µs', 'per second'], ['seal', 'open', 'pair'].map((name) => [name, spread(column(name)), spread(column(name).map(perSecond), 0)]));
  printBar('seal + open per second', median(column('pair').map(perSecond)), { atLeast: 25_000 }, 0);
}

function perSecond(microseconds) {
  return 1e6 / microseconds;
}

function cpuOf(action) {
  const before = process.threadCpuUsage();
  for (let pair = 0; pair < PAIRS; pair += 1) action();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / PAIRS;
}
