// Sealing and opening a chat message of 1 KB with its key at hand, one thread.
import { randomBytes, randomUUID } from 'node:crypto';
import { median, printBar, printTable, spread } from '../support/figures.mjs';
import { load } from '../support/processes.mjs';
import { importLibrary } from '../support/typescript.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const PAIRS = 20_000;
const { encodeContext, newDataKey, openBytes, sealBytes } = await importLibrary('libs/crypto/src/index.ts');

const key = newDataKey();
const ref = { keyId: randomUUID(), epoch: 1 };
const context = encodeContext({ use: 'message', ownerId: randomUUID(), chatId: randomUUID(), messageId: randomUUID(), role: 'user', revision: 0 });
const message = randomBytes(1024);

measure();
const rounds = Array.from({ length: ROUNDS }, measure);
console.log(`\nCrypto, 1 KB, Node ${process.version}, ${ROUNDS} rounds, median (least–most), load ${load()}\n`);
const column = (name) => rounds.map((round) => round[name]);
printTable(['', 'µs', 'per second'], ['seal', 'open', 'pair'].map((name) => [name, spread(column(name)), spread(column(name).map(perSecond), 0)]));
printBar('seal + open per second', median(column('pair').map(perSecond)), { atLeast: 25_000 }, 0);

function perSecond(microseconds) {
  return 1e6 / microseconds;
}

/** Microseconds of CPU for one seal, one open and both. */
function measure() {
  let sealed;
  const seal = cpuOf(() => (sealed = sealBytes(key, ref, context, message)));
  const open = cpuOf(() => openBytes(key, context, sealed));
  return { seal, open, pair: seal + open };
}

function cpuOf(action) {
  const before = process.threadCpuUsage();
  for (let pair = 0; pair < PAIRS; pair += 1) action();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / PAIRS;
}
