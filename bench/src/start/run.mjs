// How long people wait: for the platform to start again, for a sleeping app to answer, and for one app process to be there.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, percentile, printBar, printTable, ratios, spread } from '../support/figures.mjs';
import { onePage } from '../support/one-page.mjs';
import { firstApiKey, post, ROOT, startPlatform, temporaryFolder, upload } from '../support/platform.mjs';
import { childrenOf, load, start } from '../support/processes.mjs';

const STARTS = Number(process.env.STARTS ?? 5);
const WAKES = Number(process.env.WAKES ?? 20);
const COLD_STARTS = Number(process.env.COLD_STARTS ?? 9);
const IDLE_SECONDS = 0.2;
const APPS = ['support', 'pdf'];

const dataDir = temporaryFolder('data');
const first = await startPlatform({ dataDir });
const key = await firstApiKey(first);
await first.stop();
const served = await measureStarts();
const wakes = await measureWakes();
const cold = await measureColdStarts();
report();
process.exit(0);

/** Milliseconds from the command to a page that was served, on data of an earlier start. */
async function measureStarts() {
  const times = [];
  for (let round = 0; round < STARTS; round += 1) {
    const begun = performance.now();
    const platform = await startPlatform({ dataDir });
    const page = await fetch(platform.url);
    if (!(await page.text()).includes('<html')) throw new Error('the page is not served');
    times.push(performance.now() - begun);
    await platform.stop();
  }
  return times;
}

/** Milliseconds from the call of a sleeping app to its answer, by app. */
async function measureWakes() {
  const platform = await startPlatform({ dataDir, config: `gateway:\n  rateLimit: 1000000000\n  appIdle: ${IDLE_SECONDS}\n` });
  const calls = {
    support: () => post(platform, '/v1/support/search', { query: 'how do I back up' }, key),
    pdf: () => post(platform, '/v1/pdf/extract', { fileId }, key),
  };
  const fileId = await upload(platform, key, onePage());
  const times = Object.fromEntries(APPS.map((app) => [app, []]));
  for (let round = 0; round < WAKES; round += 1) {
    for (const app of APPS) {
      await asleep(platform);
      const begun = performance.now();
      await calls[app]();
      times[app].push(performance.now() - begun);
    }
  }
  await platform.stop();
  return times;
}

async function asleep(platform) {
  do await sleep(50);
  while (childrenOf(platform.pids.gateway).length > 0);
}

/** Milliseconds from the spawn of a process to its first 200, as the runtime starts apps; a bare server and the support app in turn. */
async function measureColdStarts() {
  const folder = temporaryFolder('cold');
  const cache = path.join(folder, 'compile-cache');
  mkdirSync(cache);
  const scripts = { bare: path.join(import.meta.dirname, 'bare-server.mjs'), app: path.join(ROOT, 'services', 'apps', 'support', 'dist', 'main.mjs') };
  const times = { bare: [], app: [] };
  for (let round = -1; round < COLD_STARTS; round += 1) {
    for (const [name, script] of Object.entries(scripts)) {
      const time = await coldStart(script, path.join(folder, `${name}-${round}.sock`), cache);
      if (round >= 0) times[name].push(time);
    }
  }
  return times;
}

async function coldStart(script, socket, cache) {
  const env = { NODE_ENV: 'production', NODE_COMPILE_CACHE: cache, MATESHIP_APP_ID: 'support', MATESHIP_LISTEN: `unix:${socket}`, MATESHIP_PARENT_PIPE: '1' };
  const begun = performance.now();
  const child = start(process.execPath, [script], { env, stdio: ['pipe', 'ignore', 'inherit'] });
  while (!(await answers(socket))) await sleep(1);
  const time = performance.now() - begun;
  // A process that ends by itself writes its compile cache.
  child.stdin.end();
  await new Promise((resolve) => child.once('exit', resolve));
  return time;
}

function answers(socketPath) {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/health/live', agent: false }, (response) => response.resume().once('end', () => resolve(response.statusCode === 200)));
    request.once('error', () => resolve(false));
  });
}

function report() {
  console.log(`\nStart, Node ${process.version}, median (least–most), load ${load()}\n`);
  printTable(
    ['what', 'ms', 'p95 ms'],
    [
      ['second start to a served page', served],
      ...APPS.map((app) => [`wake of ${app} to its answer`, wakes[app]]),
      ['cold start, bare node:http', cold.bare],
      ['cold start, bundle of support', cold.app],
    ].map(([what, times]) => [what, spread(times, 0), percentile(times, 0.95).toFixed(0)]),
  );
  printBar('second start, s', median(served) / 1000, { atMost: 5 });
  for (const app of APPS) printBar(`wake of ${app}, s`, median(wakes[app]) / 1000, { atMost: 1 });
  printBar('cold start of an app ÷ bare node:http', median(ratios(cold.app, cold.bare)), { atMost: 2.6 });
}
