import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deriveMacKey, InternalClient, type RunningService } from '@mateship/service-kit';
import { createApp } from '../src/app.js';
import type { BrokerConfig } from '../src/config/config.js';
import { docker } from './docker.js';

/** A broker of an installation of its own, with a stand-in for the gateway, and the updater's side of it. */
export interface RunningBroker {
  readonly service: RunningService;
  readonly config: BrokerConfig;
  readonly client: InternalClient;
  /** Calls a verb of an app in the release that is known. */
  verb<T = undefined>(app: string, verb: string, body?: unknown): Promise<T>;
  /** Asks an app from where the gateway is. */
  ask(target: string, url?: string): Promise<string>;
  close(): Promise<void>;
}

/** An app of a test: what its manifest says besides the least. */
export interface TestApp {
  id: string;
  slot: number;
  manifest?: Record<string, unknown>;
}

export const RELEASE = '1.0.0';
const IMAGE = 'node:24.21.0-trixie-slim';

/** @param networkPrefix two octets that no other suite uses at the same time. */
export async function startBroker(apps: TestApp[], networkPrefix: string, changes: Partial<BrokerConfig> = {}): Promise<RunningBroker> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'broker-'));
  const installation = `ebtest${randomBytes(4).toString('hex')}`;
  await writeApps(folder, apps);
  const config: BrokerConfig = { listen: `unix:${folder}/broker.sock`, installation, networkPrefix, appsDir: folder, updaterSecret: randomBytes(32).toString('base64url'), engine: '/var/run/docker.sock', ...changes };
  const service = await createApp(config);
  await service.start();
  const key = deriveMacKey(Buffer.from(config.updaterSecret), 'updater->engine-broker');
  const client = new InternalClient({ target: `unix:${folder}/broker.sock`, key, audience: 'engine-broker', timeoutMs: 30_000, unavailable: 'ENGINE_UNAVAILABLE' });
  const gateway = `${installation}-gateway`;
  const labels = [`com.docker.compose.project=${installation}`, 'com.docker.compose.service=gateway', 'com.docker.compose.oneoff=False'].flatMap((label) => ['--label', label]);
  const hasGateway = changes.engine === undefined;
  if (hasGateway) await docker('run', '--detach', '--init', '--name', gateway, ...labels, '--network', 'none', IMAGE, 'sleep', '3600').then(() => toOwnNetwork(gateway, installation, networkPrefix));
  return {
    service,
    config,
    client,
    verb: (app, verb, body) => client.json(['inspect', 'logs', 'stats'].includes(verb.split('?')[0]!) ? 'GET' : 'POST', `/v1/apps/${app}/${RELEASE}/${verb}`, body),
    ask: (target, url = '/') => docker('exec', gateway, 'node', '-e', `fetch('http://${target}${url}',{signal:AbortSignal.timeout(3000)}).then(r=>r.text()).then(console.log,e=>console.log(e.cause?.code??e.name))`),
    close: async () => {
      await client.close();
      await service.stop(0);
      if (hasGateway) await removeAll(installation);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A container without a network cannot join one later. */
async function toOwnNetwork(container: string, installation: string, networkPrefix: string): Promise<void> {
  await docker('network', 'disconnect', 'none', container);
  await docker('network', 'create', '--internal', '--subnet', `${networkPrefix}.255.48/28`, '--label', `dev.mateship.installation=${installation}`, `${installation}_control`);
  await docker('network', 'connect', `${installation}_control`, container);
}

async function writeApps(folder: string, apps: TestApp[]): Promise<void> {
  const skill = { id: 'look', title: 'Look', description: 'Looks.', input: { type: 'object' }, output: { type: 'object' } };
  for (const { id, manifest } of apps) {
    await mkdir(path.join(folder, id));
    await writeFile(path.join(folder, id, 'app.yaml'), JSON.stringify({ id, publisher: 'mateship', version: RELEASE, name: id, description: 'A test.', skills: [skill], ...manifest }));
  }
  await writeFile(path.join(folder, 'first-party.yaml'), JSON.stringify({ apps: apps.map(({ id, slot }) => ({ id, slot })) }));
}

/** Removes everything that carries an installation's label. */
export async function removeAll(installation: string): Promise<void> {
  const of = async (...args: string[]) => (await docker(...args)).split('\n').filter(Boolean);
  const containers = await of('ps', '--all', '--quiet', '--filter', `name=^/${installation}-`);
  if (containers.length > 0) await docker('rm', '--force', '--volumes', ...containers);
  const filter = ['--quiet', '--filter', `label=dev.mateship.installation=${installation}`];
  const networks = await of('network', 'ls', ...filter);
  if (networks.length > 0) await docker('network', 'rm', ...networks);
  const volumes = await of('volume', 'ls', ...filter);
  if (volumes.length > 0) await docker('volume', 'rm', ...volumes);
}

/** Builds the stand-in for an app under the tag that its manifest leads to. */
export async function buildImage(id: string, owner: number, mark = ''): Promise<string> {
  const tag = `mateship/app-${id}:${RELEASE}`;
  await docker('build', '--quiet', '--build-arg', `OWNER=${owner}`, '--build-arg', `MARK=${mark}`, '--tag', tag, path.join(__dirname, 'image'));
  return tag;
}
