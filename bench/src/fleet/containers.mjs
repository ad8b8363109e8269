import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT, temporaryFolder } from '../support/platform.mjs';
import { freePort } from '../support/processes.mjs';

const FILES = ['docker-compose.core.yml', 'docker-compose.apps.yml'].flatMap((file) => ['--file', path.join(ROOT, file)]);
const PREFIX = process.env.MATESHIP_NETWORK_PREFIX ?? '10.226';
const READY_MS = 60_000;

/** Runs a docker command to its end and gives what it printed. */
export function docker(...args) {
  return execFileSync('docker', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Starts the platform in containers, from images that were built before (`node tools/images.mjs`). `stop` removes all of it. */
export async function startFleet({ config }) {
  const folder = temporaryFolder('fleet');
  const name = `mateship-bench-${process.pid}`;
  const port = await freePort();
  const settings = { COMPOSE_PROJECT_NAME: name, MATESHIP_PORT: port, MATESHIP_NETWORK_PREFIX: PREFIX, MATESHIP_CONFIG_FILE: path.join(folder, 'mateship.yaml') };
  writeFileSync(path.join(folder, 'mateship.yaml'), config);
  writeFileSync(path.join(folder, '.env'), Object.entries(settings).map(([key, value]) => `${key}=${value}\n`).join(''));
  const compose = (...args) => docker('compose', '--project-directory', ROOT, '--env-file', path.join(folder, '.env'), ...FILES, ...args);
  const stop = () => compose('down', '--volumes', '--remove-orphans', '--timeout', '3');
  // Before the folder of its settings is removed.
  process.prependOnceListener('exit', stop);
  compose('up', '--detach', '--no-build');
  const url = `http://localhost:${port}`;
  await ready(url);
  const invite = `${url}/signup?token=${docker('exec', `${name}-gateway`, 'cat', '/data/first-invite')}`;
  return { name, url, port, invite };
}

/** MiB that each running container of a project uses, by service, as the Engine counts it: without file pages that can be dropped. */
export function memoryByService(name) {
  const running = docker('ps', '--format', '{{.Names}}', '--filter', `label=com.docker.compose.project=${name}`).split('\n');
  const lines = docker('stats', '--no-stream', '--format', '{{.Name}} {{.MemUsage}}', ...running).split('\n');
  return Object.fromEntries(lines.map((line) => [line.split(' ')[0].slice(name.length + 1), mebibytes(line.split(' ')[1])]));
}

/** Address of the edge in the network of its project, which a call from another machine reaches without the Engine's own forwarder in between. */
export function edgeAddress(name) {
  const networks = JSON.parse(docker('inspect', '--format', '{{json .NetworkSettings.Networks}}', `${name}-web-app`));
  const host = Object.values(networks).map(({ IPAddress }) => IPAddress).find((address) => address !== '');
  return { host, port: 8080 };
}

/** The socket on which the gateway answers the edge. Only root reaches it from outside the containers. */
export function gatewayAddress(name) {
  return { socketPath: path.join(docker('volume', 'inspect', '--format', '{{.Mountpoint}}', `${name}_edge-socket`), 'gateway.sock') };
}

export function runsApp(name, app) {
  return docker('inspect', '--format', '{{.State.Running}}', `${name}-app-${app}`) === 'true';
}

function mebibytes(text) {
  const [, number, unit] = /^([\d.]+)(B|KiB|MiB|GiB)$/.exec(text) ?? [];
  return Number(number) * { B: 1 / 1_048_576, KiB: 1 / 1024, MiB: 1, GiB: 1024 }[unit];
}

async function ready(url) {
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(200)) {
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.ok && (await answer.json()).status === 'ok') return;
  }
  throw new Error('the containers are not healthy in time');
}
