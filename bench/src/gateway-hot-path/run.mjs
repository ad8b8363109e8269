// An authenticated, throttled and validated 1 KB call to an app. wrk and all upstreams run on core 0, the target alone on core 1.
import path from 'node:path';
import { median, printBar, printTable, ratios, spread } from '../support/figures.mjs';
import { startHaproxy } from '../support/haproxy.mjs';
import { firstApiKey, post, profiling, rootWithApps, startPlatform, temporaryFolder } from '../support/platform.mjs';
import { childrenOf, cpuMicroseconds, freePort, listening, load, pin, start } from '../support/processes.mjs';
import { needPrograms } from '../support/programs.mjs';
import { wrk } from '../support/wrk.mjs';

needPrograms('haproxy', 'wrk', 'taskset');
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SECONDS = Number(process.env.SECONDS ?? 4);
// So long, because there is much code to compile behind one request.
const WARM_UP_SECONDS = 10;
const APP = path.join(import.meta.dirname, 'app');
const SCRIPT = path.join(import.meta.dirname, 'post.lua');

const folder = temporaryFolder('hot-path');
const socket = path.join(folder, 'upstream.sock');
await startApp(`unix:${socket}`, { path: socket });
const targets = [await startDirect(), await startHaproxy(folder, `unix@${socket}`, 1), await startFastify(), await startGateway()];
await run();
report();
await targets.at(-1).stop();
process.exit(0);

/** The same bare server as the app behind the gateway, for the others. */
async function startApp(listen, where) {
  const { pid } = start(process.execPath, [path.join(APP, 'main.mjs')], { cpu: 0, env: { MATESHIP_LISTEN: listen }, stdio: ['pipe', 'inherit', 'inherit'] });
  await listening(where);
  return pid;
}

async function startDirect() {
  const port = await freePort();
  return { name: 'direct to the app', port, pid: await startApp(String(port), { port }) };
}

async function startFastify() {
  const port = await freePort();
  const { pid } = start(process.execPath, [path.join(import.meta.dirname, 'fastify-proxy.mjs')], { cpu: 1, env: { PORT: String(port), SOCKET: socket } });
  await listening({ port });
  return { name: 'bare Fastify proxy', port, pid };
}

async function startGateway() {
  const platform = await startPlatform({ config: 'gateway:\n  rateLimit: 1000000000\n', env: { MATESHIP_ROOT: rootWithApps([APP]), ...profiling() } });
  const key = await firstApiKey(platform);
  await post(platform, '/v1/bench/echo', { text: 'wake up' }, key);
  const pid = platform.pids.gateway;
  for (const other of [platform.pids.vault, platform.pids.postgres, ...childrenOf(platform.pids.postgres), ...childrenOf(pid)]) pin(other, 0);
  pin(pid, 1);
  return { name: 'gateway', port: platform.port, pid, path: '/v1/bench/echo', key, stop: platform.stop };
}

async function run() {
  for (const target of targets) measure(target, 64, WARM_UP_SECONDS);
  for (const target of targets) target.rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const target of targets) target.rounds.push({ busy: measure(target, 64, SECONDS), alone: measure(target, 1, Math.ceil(SECONDS / 2)) });
  }
}

function measure({ port, pid, path: route = '/', key = 'none' }, connections, seconds) {
  const before = cpuMicroseconds(pid);
  const result = wrk(`http://127.0.0.1:${port}${route}`, { connections, seconds, script: SCRIPT, env: { BENCH_KEY: key } });
  return { ...result, cpu: (cpuMicroseconds(pid) - before) / result.requests };
}

function report() {
  const [direct, haproxy, , gateway] = targets;
  const of = (target, figure) => target.rounds.map(figure);
  const perSecond = (round) => round.busy.perSecond;
  const cpu = (round) => round.busy.cpu;
  const added = (target) => target.rounds.map((round, index) => (round.alone.p50 - direct.rounds[index].alone.p50) * 1000);
  console.log(`\nGateway hot path, 1 KB, Node ${process.version}, ${ROUNDS} rounds, median (least–most), load ${load()}\n`);
  printTable(
    ['target', 'req/s, 64 clients', '÷ haproxy', 'CPU µs/request', '÷ haproxy', 'p99 ms', 'added p50 µs, 1 client'],
    targets.map((target) => [
      target.name,
      spread(of(target, perSecond), 0),
      spread(ratios(of(target, perSecond), of(haproxy, perSecond)), 2),
      spread(of(target, cpu)),
      spread(ratios(of(target, cpu), of(haproxy, cpu)), 2),
      spread(of(target, (round) => round.busy.p99)),
      spread(added(target), 0),
    ]),
  );
  const throughput = median(ratios(of(gateway, perSecond), of(haproxy, perSecond)));
  printBar('req/s ÷ haproxy, first release', throughput, { atLeast: 0.2 });
  printBar('req/s ÷ haproxy', throughput, { atLeast: 0.28 });
  printBar('CPU per request ÷ haproxy', median(ratios(of(gateway, cpu), of(haproxy, cpu))), { atMost: 3.9 });
  printBar("added p50 ÷ haproxy's", median(added(gateway)) / median(added(haproxy)), { atMost: 2.4 });
}
