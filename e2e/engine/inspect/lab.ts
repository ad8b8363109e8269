import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type AppManifest, parseManifest } from '@mateship/contracts';
import { type AppRelease, imageOf, renderAppsCompose, renderSeccomp, SECCOMP_FILE } from '@mateship/fleet';
import { deriveMacKey, InternalClient } from '@mateship/service-kit';
import { stringify } from 'yaml';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../../..');
const IMAGE = 'node:24.21.0-trixie-slim';

/** An installation of its own on this machine's Engine: stand-ins for gateway and egress proxy, the broker's bundle, Compose. */
export interface Lab {
  readonly name: string;
  readonly releases: readonly AppRelease[];
  readonly broker: InternalClient;
  /** Runs Compose on the core alone, or with the apps' file on top. */
  compose(files: 'core' | 'with-apps', ...args: string[]): Promise<string>;
  verb<T = undefined>(release: AppRelease, verb: string, body?: unknown): Promise<T>;
  container(release: AppRelease): Promise<Container>;
  network(release: AppRelease): Promise<Network>;
  member(service: 'gateway' | 'egress-proxy'): Promise<Container>;
  close(): Promise<void>;
}

/** What `docker inspect` says about a container, as far as it is looked at by name. */
export interface Container {
  Id: string;
  Image: string;
  Config: Record<string, unknown> & { Labels: Record<string, string>; Env: string[] };
  HostConfig: Record<string, unknown>;
  Mounts: { Type: string; Name: string; Destination: string; RW: boolean }[];
  NetworkSettings: { Networks: Record<string, { IPAMConfig: { IPv4Address: string } | null; IPAddress: string }>; Ports: unknown };
}

export interface Network {
  Name: string;
  Internal: boolean;
  Driver: string;
  Options: Record<string, string>;
  IPAM: { Driver: string; Config: { Subnet: string }[] };
  Labels: Record<string, string>;
}

/** A release of a made-up app, or of a given manifest under another name: the tags of real images stay what they are. */
export function aRelease(slot: number, id: string, manifest: Partial<AppManifest> | Record<string, unknown> = {}): AppRelease {
  const skill = { id: 'look', title: 'Look', description: 'Looks.', input: { type: 'object' }, output: { type: 'object' } };
  return { slot, manifest: parseManifest({ publisher: 'mateship', name: 'Test', description: 'A test.', skills: [skill], ...manifest, id, version: '1.0.0' }) };
}

export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args, { maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
}

const inspect = async <T>(kind: string, name: string): Promise<T> => (JSON.parse(await docker(kind, 'inspect', name)) as [T])[0];

/** @param networkPrefix two octets that no other suite uses at the same time. */
export async function openLab(releases: readonly AppRelease[], networkPrefix: string): Promise<Lab> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lab-'));
  const name = `lab${randomBytes(4).toString('hex')}`;
  const secret = randomBytes(32).toString('base64url');
  await writeFiles(folder, releases, secret);
  for (const release of releases) await docker('tag', IMAGE, imageOf(release));
  const env = { ...process.env, COMPOSE_PROJECT_NAME: name, MATESHIP_NETWORK_PREFIX: networkPrefix };
  const compose: Lab['compose'] = async (files, ...args) => {
    const chosen = files === 'core' ? ['core.yml'] : ['core.yml', 'apps.yml'];
    return (await run('docker', ['compose', ...chosen.flatMap((file) => ['--file', path.join(folder, file)]), ...args], { env, maxBuffer: 16 * 1024 * 1024 })).stdout;
  };
  const program = await startBroker(folder, { installation: name, networkPrefix });
  const broker = new InternalClient({ target: `unix:${folder}/broker.sock`, key: deriveMacKey(Buffer.from(secret), 'updater->engine-broker'), audience: 'engine-broker', timeoutMs: 60_000, unavailable: 'ENGINE_UNAVAILABLE' });
  return {
    name,
    releases,
    broker,
    compose,
    verb: ({ manifest }, verb, body) => broker.json('POST', `/v1/apps/${manifest.id}/${manifest.version}/${verb}`, body),
    container: ({ manifest }) => inspect<Container>('container', `${name}-app-${manifest.id}`),
    network: ({ manifest }) => inspect<Network>('network', `${name}_app-${manifest.id}`),
    member: (service) => inspect<Container>('container', `${name}-${service}`),
    close: async () => {
      await broker.close();
      program.kill('SIGTERM');
      if (program.exitCode === null) await once(program, 'exit');
      await removeAll(name, releases);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeFiles(folder: string, releases: readonly AppRelease[], secret: string): Promise<void> {
  for (const { manifest } of releases) {
    await mkdir(path.join(folder, 'apps', manifest.id), { recursive: true });
    await writeFile(path.join(folder, 'apps', manifest.id, 'app.yaml'), stringify(manifest));
  }
  await writeFile(path.join(folder, 'apps', 'first-party.yaml'), stringify({ apps: releases.map(({ manifest, slot }) => ({ id: manifest.id, slot })) }));
  await writeFile(path.join(folder, 'secret'), secret, { mode: 0o400 });
  const stand = (service: string) => ({ image: IMAGE, container_name: `\${COMPOSE_PROJECT_NAME}-${service}`, command: ['sleep', '3600'], init: true, networks: { control: {} } });
  const subnet = '${MATESHIP_NETWORK_PREFIX}.255.48/28';
  const core = { services: { gateway: stand('gateway'), 'egress-proxy': stand('egress-proxy') }, networks: { control: { internal: true, ipam: { config: [{ subnet }] } } } };
  await writeFile(path.join(folder, 'core.yml'), stringify(core));
  await writeFile(path.join(folder, 'apps.yml'), renderAppsCompose(releases));
  await mkdir(path.dirname(path.join(folder, SECCOMP_FILE)), { recursive: true });
  await writeFile(path.join(folder, SECCOMP_FILE), renderSeccomp());
}

/** The bundle as it ships, as a process of its own. */
async function startBroker(folder: string, { installation, networkPrefix }: { installation: string; networkPrefix: string }): Promise<ChildProcess> {
  const program = spawn(process.execPath, [path.join(ROOT, 'services/engine-broker/dist/main.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      MATESHIP_BROKER_LISTEN: `unix:${folder}/broker.sock`,
      MATESHIP_BROKER_INSTALLATION: installation,
      MATESHIP_BROKER_NETWORK_PREFIX: networkPrefix,
      MATESHIP_BROKER_APPS_DIR: path.join(folder, 'apps'),
      MATESHIP_BROKER_UPDATER_SECRET_FILE: path.join(folder, 'secret'),
    },
  });
  for await (const chunk of program.stdout!.iterator({ destroyOnReturn: false })) if (String(chunk).includes('the service is ready')) break;
  program.stdout!.resume();
  return program;
}

/** Removes what the suite made, by name and label, and the tags. */
async function removeAll(name: string, releases: readonly AppRelease[]): Promise<void> {
  const listed = async (...args: string[]) => (await docker(...args)).split('\n').filter(Boolean);
  const filter = ['--quiet', '--filter', `label=com.docker.compose.project=${name}`];
  const containers = await listed('ps', '--all', ...filter);
  if (containers.length > 0) await docker('rm', '--force', '--volumes', ...containers);
  const networks = await listed('network', 'ls', ...filter);
  if (networks.length > 0) await docker('network', 'rm', ...networks);
  const volumes = await listed('volume', 'ls', ...filter);
  if (volumes.length > 0) await docker('volume', 'rm', ...volumes);
  await docker('image', 'rm', ...releases.map(imageOf));
}
