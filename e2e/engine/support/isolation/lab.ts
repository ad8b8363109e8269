import { execFile } from 'node:child_process';
import dgram from 'node:dgram';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type AppRelease, containerOf, egressRules, imageOf, networkOf, userIdOf } from '@mateship/fleet';
import { aRelease, docker, type Lab, openLab } from '../../inspect/lab.js';
import type { Attempt, Outcome } from './attempt.js';
import { writeStandIns } from './standins.js';
import { LAN, METADATA, NONCE, PREFIX, SLOTS, spellings, type Targets } from './targets.js';

const run = promisify(execFile);
const RUN = Math.random().toString(36).slice(2, 7);
const CORE = ['postgres', 'redis', 'vault', 'updater', 'registry', 'web-app'] as const;
const STAND_INS = [...CORE, 'engine-broker', 'gateway', 'egress-proxy', 'open-proxy', 'public', 'names', 'private', 'metadata'];
/** Hands what comes on standard input to an app, and prints its answer. */
const ASK = `require('node:stream/consumers').text(process.stdin).then((body) => { const { request } = require('node:http'); request({ host: process.argv[1], port: 8080, method: 'POST' }, (answer) => answer.pipe(process.stdout)).on('error', (error) => { console.error(error.code); process.exit(1); }).end(body); })`;

/** Declares what it may, so that only where a name leads decides; addresses in brackets no manifest may declare. */
const DECLARED = ['public.test', 'private.test', 'metadata.test', 'loopback.test', 'mixed.test', 'rebind.test', '127.0.0.1', '127.1', LAN.server, METADATA.server, ...[LAN.server, METADATA.server].flatMap((address) => Object.values(spellings(address)).filter((text) => !text.includes('::')))];

export interface Refusal {
  client: string;
  host: string;
  port: number;
}

/** An installation with a hostile app and its neighbour, started by the engine broker; stand-ins for the core; a control. */
export class IsolationLab {
  readonly hostile: AppRelease = aRelease(SLOTS.hostile, `iso${RUN}-hostile`, { resources: { cpu: 1, memory: 256, pids: 96 }, permissions: { storage: false, egress: DECLARED.map((host) => `${host}:8080`), secrets: ['token'] } });
  readonly neighbour: AppRelease = aRelease(SLOTS.neighbour, `iso${RUN}-neighbour`, { permissions: { egress: ['public.test:8080'], secrets: ['token'] } });
  targets!: Targets;
  #fleet!: Lab;
  #folder = '';
  #compose: string[] = [];
  readonly #servers: Server[] = [];
  readonly #datagrams = dgram.createSocket('udp4');
  /** Who said what to the machine in datagrams. */
  readonly heard: { from: string; text: string }[] = [];

  async start(): Promise<void> {
    this.#folder = await mkdtemp(path.join(os.tmpdir(), 'mateship-iso-'));
    const image = `mateship-iso-${RUN}`;
    await docker('build', '--quiet', '--build-arg', `OWNER=${userIdOf(SLOTS.hostile)}`, '--tag', image, path.join(__dirname, 'image'));
    this.#fleet = await openLab([this.hostile, this.neighbour], PREFIX);
    for (const release of [this.hostile, this.neighbour]) await docker('tag', image, imageOf(release));
    await mkdir(path.join(this.#folder, 'egress'));
    await writeFile(path.join(this.#folder, 'egress/rules.conf'), egressRules([this.hostile, this.neighbour], [], { networkPrefix: PREFIX }));
    // Their volumes come first: the control is given the secrets of both.
    for (const release of [this.hostile, this.neighbour]) await this.#fleet.verb(release, 'create');
    const hostPort = await this.#listen({ host: '::', port: 0 }, 'host');
    await new Promise<void>((resolve) => this.#datagrams.on('message', (text, { address }) => this.heard.push({ from: address, text: text.toString() })).bind(hostPort, resolve));
    const engineSocket = path.join(this.#folder, 'engine.sock');
    await this.#listen({ path: engineSocket }, 'engine');
    const [ownVolume, neighbourVolume] = [this.hostile, this.neighbour].map((release) => containerOf(release, this.installation).volumes[0]?.name ?? '') as [string, string];
    const file = await writeStandIns({ project: this.#fleet.name, image, folder: this.#folder, engineSocket, neighbourVolume, ownVolume });
    this.#compose = ['compose', '--file', file, '--project-name', this.#fleet.name];
    await docker(...this.#compose, 'up', '--detach', '--no-build', ...STAND_INS);
    await this.startApp(this.neighbour);
    await this.startApp(this.hostile);
    await docker(...this.#compose, 'up', '--detach', '--no-build', 'control');
    await this.#joinApps();
    this.targets = await this.#find(hostPort, neighbourVolume);
    await this.answering();
  }

  get installation(): { name: string; networkPrefix: string } {
    return { name: this.#fleet.name, networkPrefix: PREFIX };
  }

  /** Starts an app afresh, through the engine broker. */
  async startApp(release: AppRelease): Promise<void> {
    await this.#fleet.verb(release, 'start', { secrets: { token: release === this.neighbour ? NONCE : 'own' } });
  }

  async inspect(release: AppRelease): Promise<{ state: string; oomKilled: boolean; exitCode: number | null }> {
    return this.#fleet.broker.json('GET', `/v1/apps/${release.manifest.id}/${release.manifest.version}/inspect`);
  }

  /** The app's last lines, as the administrator gets them. */
  async logs(release: AppRelease): Promise<string[]> {
    return (await this.#fleet.broker.json<{ lines: string[] }>('GET', `/v1/apps/${release.manifest.id}/${release.manifest.version}/logs?lines=500`)).lines;
  }

  /** Everything that the Engine keeps of an app's output. */
  output(release: AppRelease): Promise<string> {
    return docker('logs', containerOf(release, this.installation).name);
  }

  /** Has an app run attempts: the hostile one by way of the gateway's place, the control by itself. */
  async attempt(where: 'app' | 'control', attempts: readonly Pick<Attempt, 'name' | 'script'>[]): Promise<Map<string, Outcome>> {
    const body = JSON.stringify(attempts.map(({ name, script }) => ({ name, script: script(this.targets) })));
    const [from, to] = where === 'app' ? ['gateway', networkOf(this.hostile, this.installation).addresses.app] : ['control', '127.0.0.1'];
    const outcomes = JSON.parse(await this.#ask(from, to, body)) as Outcome[];
    return new Map(outcomes.map((outcome) => [outcome.name, outcome]));
  }

  async refusals(): Promise<Refusal[]> {
    const text = await docker('exec', `${this.#fleet.name}-egress-proxy`, 'cat', '/var/log/egress/refused.log');
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Refusal);
  }

  /** Names that somebody asked the lab's name server for. */
  async namesAsked(): Promise<string[]> {
    return (await docker(...this.#compose, 'logs', '--no-log-prefix', 'names')).split('\n').map((line) => line.trim());
  }

  /** When each container of the core started; changes when one was hurt. */
  async starts(): Promise<string> {
    const ids = await docker(...this.#compose, 'ps', '--quiet', ...STAND_INS);
    return docker('inspect', '--format', '{{.Name}} {{.State.Status}} {{.State.StartedAt}} {{.State.OOMKilled}}', ...ids.split('\n').sort());
  }

  /** Whether everybody whom an app could hurt still answers, to the gateway's place and to the control. */
  async coreAnswers(): Promise<Record<string, unknown>> {
    const { core, neighbour, own } = this.targets;
    const ports = { postgres: 5432, redis: 6379, vault: 8090, updater: 8095, registry: 5000, 'web-app': 8080 };
    const places = { ...Object.fromEntries(CORE.map((name) => [name, `'${core[name]}', ${ports[name]}`])), neighbour: `'${neighbour.app}', 8080`, gateway: `'${own.gateway}', 8082` };
    const outcomes = await this.attempt('control', Object.entries(places).map(([name, place]) => ({ name, script: () => `return connect(${place})` })));
    return Object.fromEntries([...outcomes].map(([name, { value, error }]) => [name, value ?? error]));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#datagrams.close(resolve));
    for (const server of this.#servers) await new Promise((resolve) => server.close(resolve));
    await this.#fleet?.close();
    await docker('image', 'rm', '--force', `mateship-iso-${RUN}`).catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #ask(from: string, to: string, body: string): Promise<string> {
    const id = await docker(...this.#compose, 'ps', '--quiet', from);
    const asking = run('docker', ['exec', '--interactive', id, 'node', '-e', ASK, to], { maxBuffer: 64 * 1024 * 1024 });
    asking.child.stdin?.end(body);
    return (await asking).stdout;
  }

  async #listen(where: { host: string; port: number } | { path: string }, name: string): Promise<number> {
    const server = http.createServer((_request, response) => response.end(`reached ${name}\n`));
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(where, resolve));
    return (server.address() as AddressInfo).port;
  }

  async #bridge(): Promise<string> {
    return `br-${(await docker('network', 'inspect', '--format', '{{.Id}}', networkOf(this.hostile, this.installation).name)).slice(0, 12)}`;
  }

  /** The control sits in the networks of both apps, the open proxy in the neighbour's: nobody but them has these places. */
  async #joinApps(): Promise<void> {
    const own = networkOf(this.hostile, this.installation);
    const other = networkOf(this.neighbour, this.installation);
    const place = (address: string, last: number): string => address.replace(/\d+$/, (digits) => String(Number(digits) + last));
    await docker('network', 'connect', '--ip', place(own.addresses.app, 2), own.name, `${this.#fleet.name}-control`);
    await docker('network', 'connect', '--ip', place(other.addresses.app, 2), other.name, `${this.#fleet.name}-control`);
    await docker('network', 'connect', '--ip', place(other.addresses.app, 3), other.name, await docker(...this.#compose, 'ps', '--quiet', 'open-proxy'));
  }

  async #find(hostPort: number, neighbourVolume: string): Promise<Targets> {
    const addressOf = async (name: string): Promise<string> => {
      const ids = await docker(...this.#compose, 'ps', '--quiet', name);
      return (await docker('inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}', ids)).split(' ')[0] ?? '';
    };
    const core = Object.fromEntries(await Promise.all(CORE.map(async (name) => [name, await addressOf(name)] as const))) as Targets['core'];
    const own = networkOf(this.hostile, this.installation);
    const { addresses } = networkOf(this.neighbour, this.installation);
    const bridge = await this.#bridge();
    const defaultBridge = (await docker('exec', `${this.#fleet.name}-control`, 'getent', 'ahostsv4', 'host.docker.internal')).split(' ')[0] ?? '';
    const of = (name: string, family: string): string => os.networkInterfaces()[name]?.find((entry) => entry.family === family)?.address ?? '';
    const outward = Object.entries(os.networkInterfaces()).find(([name, entries]) => !/^(lo|docker|br-|veth)/.test(name) && entries?.some(({ family }) => family === 'IPv4'))?.[0] ?? 'lo';
    return {
      core,
      neighbour: { app: addresses.app, gateway: addresses.gateway, proxy: addresses.egressProxy ?? '' },
      own: { gateway: own.addresses.gateway, proxy: own.addresses.egressProxy ?? '' },
      host: { port: hostPort, edgeBridge: `${PREFIX}.255.65`, defaultBridge, own: of(outward, 'IPv4'), six: of(bridge, 'IPv6') },
      neighbourVolume,
      secret: NONCE,
    };
  }

  /** Waits until the hostile app and the control answer. */
  async answering(): Promise<void> {
    for (const where of ['app', 'control'] as const) {
      const answers = (): Promise<boolean> => this.attempt(where, []).then(() => true, () => false);
      if (!(await until(answers))) throw new Error(`The ${where} does not answer.`);
    }
  }

  /** Waits until the Engine says that an app has ended. */
  async ended(release: AppRelease): Promise<void> {
    if (!(await until(async () => (await this.inspect(release)).state === 'stopped'))) throw new Error('The app still runs.');
  }
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let left = 100; left > 0; left--) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
