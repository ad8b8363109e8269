import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ComposeService, resolveCompose } from '../compose-config.js';
import { LAN, METADATA, NAMES, NONCE, OUTSIDE, PREFIX } from './targets.js';

const SINKHOLES: Record<string, string[]> = { postgres: ['5432'], redis: ['6379'], vault: [], updater: [], registry: ['5000'], 'web-app': ['8080'], 'engine-broker': [], gateway: [] };
const SOCKETS = ['broker-socket', 'edge-socket'];

interface StandIns {
  project: string;
  image: string;
  folder: string;
  /** Socket of the test that stands for the Engine's. */
  engineSocket: string;
  /** Volume with the secret of the neighbouring app. */
  neighbourVolume: string;
  /** Volume with the secret of the hostile app. */
  ownVolume: string;
}

/**
 * Writes a Compose file with the networks of docker-compose.core.yml and docker-compose.app-store.yml and, on exactly
 * the networks and listeners of those files, somebody who answers for each service. The egress proxy is the real one.
 */
export async function writeStandIns(to: StandIns): Promise<string> {
  const { services, networks } = await resolveCompose(['docker-compose.core.yml', 'docker-compose.app-store.yml'], { COMPOSE_PROJECT_NAME: to.project, MATESHIP_NETWORK_PREFIX: PREFIX });
  const internal = (subnet: string): object => ({ internal: true, driver_opts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' }, ipam: { config: [{ subnet }] } });
  const lab = { outside: internal(OUTSIDE.subnet), metadata: internal(METADATA.subnet), lan: { ...internal(LAN.subnet), enable_ipv6: true, ipam: { config: [{ subnet: LAN.subnet }, { subnet: LAN.subnetSix }] } } };
  const isCore = (name: string): boolean => Object.values(services).some((service) => service.networks && name in service.networks);
  const own = Object.fromEntries(Object.entries(networks).filter(([name]) => isCore(name)));
  const everywhere = Object.fromEntries([...Object.keys(own), ...Object.keys(lab)].map((name) => [name, {}]));
  const sinkholes = Object.fromEntries(Object.entries(SINKHOLES).map(([name, ports]) => [name, sinkhole(to.image, name, services[name], ports)]));
  const file = path.join(to.folder, 'stand-ins.json');
  const document = {
    name: to.project,
    services: {
      ...sinkholes,
      ...outside(to.image),
      'egress-proxy': egressProxy(services['egress-proxy'], to.folder),
      'open-proxy': { ...program(to.image, 'open-proxy.mjs'), dns: [OUTSIDE.names], networks: everywhere },
      control: control(to, everywhere),
    },
    // No way out of the lab: what the proxy would let through by mistake leads nowhere.
    networks: { ...own, egress: { ...own.egress, internal: true }, ...lab },
    volumes: { ...Object.fromEntries(SOCKETS.map((name) => [name, {}])), neighbour: { external: true, name: to.neighbourVolume }, own: { external: true, name: to.ownVolume } },
  };
  await writeFile(file, JSON.stringify(document));
  return file;
}

function program(image: string, file: string, ...args: string[]): Record<string, unknown> {
  return { image, entrypoint: ['node', `/app/${file}`], command: args, init: true, mem_limit: '128m', stop_grace_period: '1s' };
}

function sinkhole(image: string, name: string, service: ComposeService | undefined, ports: string[]): object {
  if (!service) throw new Error(`The compose files know no "${name}".`);
  const sockets = (service.volumes ?? []).filter(({ source, read_only }) => SOCKETS.includes(source ?? '') && !read_only);
  const victim = name === 'vault' ? { STAND_IN_SECRET: NONCE, VICTIM: NONCE } : {};
  const { networks, network_mode, environment } = service;
  return { ...program(image, 'sinkhole.mjs', name, ...ports), networks, network_mode, environment: { ...environment, NODE_OPTIONS: '', ...victim }, volumes: sockets };
}

/** A server and a name server of the internet, one of the machine's own network, and one that knows its credentials. */
function outside(image: string): Record<string, object> {
  return {
    public: { ...program(image, 'sinkhole.mjs', 'public', '80', '8080', '8443'), networks: { outside: { ipv4_address: OUTSIDE.server } } },
    names: { ...program(image, 'names.mjs', ...Object.entries(NAMES).map(([name, answer]) => `${name}=${answer}`)), networks: { outside: { ipv4_address: OUTSIDE.names } } },
    private: { ...program(image, 'sinkhole.mjs', 'private', '80', '8080'), networks: { lan: { ipv4_address: LAN.server, ipv6_address: LAN.six } } },
    metadata: { ...program(image, 'sinkhole.mjs', 'metadata', '80', '8080'), networks: { metadata: { ipv4_address: METADATA.server } } },
  };
}

function egressProxy(service: ComposeService | undefined, folder: string): object {
  const { build: _build, depends_on: _order, networks, ...settings } = service ?? {};
  const volumes = [{ type: 'bind', source: `${folder}/egress`, target: '/run/egress', read_only: true }];
  const tmpfs = [...((service as { tmpfs?: string[] } | undefined)?.tmpfs ?? []), '/var/log/egress:size=8m,mode=0700,uid=10006,gid=10006'];
  return { ...settings, volumes, tmpfs, dns: [OUTSIDE.names], networks: { ...networks, outside: {}, lan: {}, metadata: {} } };
}

/** Everything that the app has not: root, the kernel's doors open, every network, every socket, the processes of the vault. */
function control({ project, image, engineSocket, neighbourVolume }: StandIns, networks: object): object {
  return {
    ...program(image, 'main.mjs'),
    mem_limit: '2g',
    user: '0:0',
    // Not simply privileged: no machine needs more capabilities than these for the control to succeed.
    cap_add: ['DAC_READ_SEARCH', 'MKNOD', 'NET_ADMIN', 'NET_RAW', 'SYSLOG', 'SYS_ADMIN', 'SYS_NICE', 'SYS_PTRACE'],
    security_opt: ['seccomp=unconfined', 'apparmor=unconfined', 'systempaths=unconfined'],
    devices: ['/dev/kmsg'],
    tmpfs: ['/dev/shm:exec,mode=1777'],
    pid: 'service:vault',
    networks,
    dns: [OUTSIDE.names],
    extra_hosts: ['host.docker.internal:host-gateway'],
    environment: { HTTP_PROXY: 'http://open-proxy:3128' },
    container_name: `${project}-control`,
    volumes: ['broker-socket:/run/broker', 'edge-socket:/run/edge', `${engineSocket}:/var/run/docker.sock`, 'own:/run/mateship', `neighbour:/var/lib/docker/volumes/${neighbourVolume}/_data:ro`],
  };
}
