// Memory of the whole platform while nobody uses it and every app sleeps; PostgreSQL and its processes do not count.
import { setTimeout as sleep } from 'node:timers/promises';
import { printBar, printTable } from '../support/figures.mjs';
import { startPlatform } from '../support/platform.mjs';
import { commandOf, descendantsOf, memoryOf } from '../support/processes.mjs';

const SETTLE_MS = 10_000;

const platform = await startPlatform();
await sleep(SETTLE_MS);
const database = new Set([platform.pids.postgres, ...descendantsOf(platform.pids.postgres)]);
const names = new Map(Object.entries(platform.pids).map(([name, pid]) => [pid, name]));
const rows = [platform.launcher, ...descendantsOf(platform.launcher)]
  .filter((pid) => !database.has(pid) && commandOf(pid).length > 0)
  .map((pid) => ({ name: pid === platform.launcher ? 'launcher' : (names.get(pid) ?? commandOf(pid).slice(0, 2).join(' ')), ...memoryOf(pid) }));
const sum = (kind) => rows.reduce((total, row) => total + row[kind], 0);

console.log(`\nIdle memory, all apps asleep, without PostgreSQL, Node ${process.version}, MiB\n`);
const cells = ({ name, ...memory }) => [name, ...['private', 'pss', 'rss'].map((kind) => memory[kind].toFixed(1))];
printTable(['process', 'private', 'PSS', 'RSS'], [...rows, { name: 'sum', private: sum('private'), pss: sum('pss'), rss: sum('rss') }].map(cells));
printBar('sum of PSS, MiB', sum('pss'), { atMost: 400 }, 0);
await platform.stop();
process.exit(0);
