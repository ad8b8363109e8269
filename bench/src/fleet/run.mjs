// The platform in containers: memory while every app sleeps, the wake of an app, and what containers add to a call of a skill.
import { setTimeout as sleep } from 'node:timers/promises';
import { median, percentile, printBar, printTable, spread } from '../support/figures.mjs';
import { onePage } from '../support/one-page.mjs';
import { firstAccount, keepAwake, startPlatform, upload } from '../support/platform.mjs';
import { load } from '../support/processes.mjs';
import { needPrograms } from '../support/programs.mjs';
import { Caller } from './calls.mjs';
import { edgeAddress, gatewayAddress, memoryByService, runsApp, startFleet } from './containers.mjs';

needPrograms('docker');
const WAKES = Number(process.env.WAKES ?? 20);
// A round differs from the next by more than the bar: their median needs many.
const ROUNDS = Number(process.env.ROUNDS ?? 16);
const CALLS = 300;
const WARM_UP_CALLS = 500;
const SETTLE_MS = 10_000;
/** The Engine calls a container stopped a while before it has taken down its network; nobody's app wakes that soon after it slept. */
const PUT_AWAY_MS = 1_000;
const APPS = ['ai', 'pdf', 'support'];
/** Neither its own nor part of the platform: the database. */
const NOT_COUNTED = new Set(['postgres']);
const SEARCH = ['/v1/support/search', { query: 'how do I back up' }];
const config = 'gateway:\n  rateLimit: 1000000000\n  appIdle: 1\n';

const fleet = await startFleet({ config });
const { accessToken, key } = await firstAccount(fleet);
const fileId = await upload(fleet, key, onePage());
const memory = await measureMemory();
const wakes = await measureWakes();
const hop = await measureHop();
report();
process.exit(0);

async function measureMemory() {
  await Promise.all(APPS.map(asleep));
  await sleep(SETTLE_MS);
  return memoryByService(fleet.name);
}

/** Milliseconds from the call of the sleeping app to its answer. */
async function measureWakes() {
  const caller = new Caller({ port: fleet.port, key });
  const times = [];
  for (let wake = 0; wake < WAKES; wake += 1) {
    await asleep('pdf');
    await sleep(PUT_AWAY_MS);
    times.push(await caller.time('/v1/pdf/extract', { fileId }));
  }
  caller.end();
  return times;
}

/**
 * All ways in turn in each round; p50 of each round, for a call of a skill and for one that no app sees. The app is kept
 * awake: it would sleep while the other ways have their turn, and a process that just began is slower. A port published on
 * loopback leads through a forwarder of the Engine, which calls from other machines do not meet: hence the third way. The
 * fourth leaves out the edge (Caddy), too, which the embedded mode has none of: what is left are the containers themselves.
 */
async function measureHop() {
  const embedded = await startPlatform({ config });
  const own = await firstAccount(embedded);
  await Promise.all([keepAwake(embedded, own.accessToken, 'support'), keepAwake(fleet, accessToken, 'support')]);
  const kinds = {
    embedded: new Caller({ port: embedded.port, key: own.key }),
    containers: new Caller({ port: fleet.port, key }),
    'containers, no forwarder': new Caller({ ...edgeAddress(fleet.name), key }),
    'containers, no edge': new Caller({ ...gatewayAddress(fleet.name), key }),
  };
  for (const caller of Object.values(kinds)) await caller.times(WARM_UP_CALLS, ...SEARCH);
  const p50 = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { skill: [], liveness: [] }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [kind, caller] of Object.entries(kinds)) {
      p50[kind].skill.push(median(await caller.times(CALLS, ...SEARCH)));
      p50[kind].liveness.push(median(await caller.times(CALLS, '/health/live')));
    }
  }
  for (const caller of Object.values(kinds)) caller.end();
  await embedded.stop();
  return p50;
}

async function asleep(app) {
  while (runsApp(fleet.name, app)) await sleep(100);
}

function report() {
  const counted = Object.entries(memory).filter(([service]) => !NOT_COUNTED.has(service));
  const sum = counted.reduce((total, [, used]) => total + used, 0);
  const ways = Object.keys(hop).filter((kind) => kind !== 'embedded');
  const added = (what, way) => hop[way][what].map((time, round) => time - hop.embedded[what][round]);
  console.log(`\nFleet on Docker, Node ${process.version}, load ${load()}\n\nMemory, all apps asleep, by the Engine's stats, without the database\n`);
  printTable(['container', 'MiB'], [...counted.toSorted(([, one], [, other]) => other - one), ['sum', sum]].map(([name, used]) => [name, used.toFixed(1)]));
  console.log(`One client after another, median (least–most)\n`);
  printTable(
    ['what', 'ms'],
    [
      [`wake of pdf to its answer, ${WAKES} times (p95 ${percentile(wakes, 0.95).toFixed(0)})`, spread(wakes, 0)],
      ...Object.keys(hop).map((kind) => [`skill that is awake, ${kind}, p50`, spread(hop[kind].skill, 2)]),
      ...Object.keys(hop).map((kind) => [`liveness of the gateway, ${kind}, p50`, spread(hop[kind].liveness, 2)]),
      ...['skill', 'liveness'].flatMap((what) => ways.map((way) => [`added to ${what}, ${way}`, spread(added(what, way), 2)])),
    ],
  );
  printBar('memory with all apps asleep, MiB', sum, { atMost: 400 }, 0);
  printBar('wake of pdf, s', median(wakes) / 1000, { atMost: 1 });
  printBar('containers of gateway and app add to a call of a skill, p50, ms', median(added('skill', 'containers, no edge')), { atMost: 1 });
  printBar('with the edge before them, p50, ms', median(added('skill', 'containers, no forwarder')), { atMost: 1 });
}
