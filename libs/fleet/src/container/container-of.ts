import { createHash } from 'node:crypto';
import { APP_ENVIRONMENT } from '@mateship/contracts';
import { type Installation, LABELS, PORTS, userIdOf } from '../installation/installation.js';
import { type AppNetwork, networkOf } from '../network/network-of.js';
import { type AppRelease, hasStorage, imageOf } from '../releases/release.js';
import { CONTAINER_DEFAULTS } from './container-defaults.js';

/** A volume of an app. */
export interface AppVolume {
  /** Its name on the Engine. */
  name: string;
  /** Its name in a Compose file. */
  key: string;
  /** Where the app finds it. */
  target: string;
}

/** An app's container, described for no program in particular. Nothing in it comes from anywhere but manifest and slot. */
export interface AppContainer {
  /** Its name on the Engine. */
  name: string;
  /** Its name in a Compose file. */
  service: string;
  image: string;
  /** `uid:gid`. */
  user: string;
  environment: Record<string, string>;
  labels: Record<string, string>;
  /** Bytes of memory; there is no swap on top of it. */
  memoryBytes: number;
  /** Microseconds of processor time in each {@link CPU_PERIOD}; several cores make more than one period. */
  cpuQuota: number;
  pids: number;
  /** Options of the writable /tmp, which counts as memory. */
  tmpfs: string;
  volumes: AppVolume[];
  network: AppNetwork;
}

/** Where an app finds what the platform hands to it. */
export const APP_FOLDERS = {
  /** The volume with the secret of this start and the secret files; belongs to root, so that an app cannot add to it. */
  run: '/run/mateship',
  identity: '/run/mateship/identity',
  secrets: '/run/mateship/secrets',
  data: '/data',
} as const;

/**
 * Microseconds. Quota and period instead of a number of cores: the Engine refuses more cores than the machine has, and
 * then an app that may use two would not start on a machine with one. The longest period that there is, so that an app
 * which woke up may spend its second at once: with the usual tenth, half of every wake was spent held back.
 */
export const CPU_PERIOD = 1_000_000;

const MIB = 1024 * 1024;
const TMP_MIB = 64;
/** What V8 may use of an app's memory; the rest is for buffers, code and what native add-ons take. */
const HEAP_SHARE = 0.75;

/** Turns a release of an app into its container. Compose file and Engine are both told what this says. */
export function containerOf(release: AppRelease, installation: Installation): AppContainer {
  const { id, version } = release.manifest;
  const labels = { [LABELS.installation]: installation.name, [LABELS.app]: id, [LABELS.release]: version, [LABELS.settings]: settingsOf(release) };
  return { ...describe(release, installation), labels };
}

/** Changes whenever the container would: 16 hex digits over everything but the installation, which both makers know. */
function settingsOf(release: AppRelease): string {
  const everywhere = describe(release, { name: '', networkPrefix: '' });
  return createHash('sha256').update(JSON.stringify([CONTAINER_DEFAULTS, everywhere])).digest('hex').slice(0, 16);
}

function describe(release: AppRelease, installation: Installation): Omit<AppContainer, 'labels'> {
  const { id, resources } = release.manifest;
  const user = userIdOf(release.slot);
  return {
    name: `${installation.name}-app-${id}`,
    service: `app-${id}`,
    image: imageOf(release),
    user: `${user}:${user}`,
    environment: environmentOf(release, installation),
    memoryBytes: resources.memory * MIB,
    cpuQuota: Math.round(resources.cpu * CPU_PERIOD),
    pids: resources.pids,
    tmpfs: `rw,noexec,nosuid,nodev,size=${TMP_MIB}m,mode=1777`,
    volumes: volumesOf(release, installation),
    network: networkOf(release, installation),
  };
}

function environmentOf(release: AppRelease, installation: Installation): Record<string, string> {
  const { addresses } = networkOf(release, installation);
  const environment: Record<string, string> = {
    [APP_ENVIRONMENT.id]: release.manifest.id,
    [APP_ENVIRONMENT.listen]: `0.0.0.0:${PORTS.app}`,
    [APP_ENVIRONMENT.gateway]: `${addresses.gateway}:${PORTS.gateway}`,
    [APP_ENVIRONMENT.secretFile]: APP_FOLDERS.identity,
    [APP_ENVIRONMENT.secretsFolder]: APP_FOLDERS.secrets,
    NODE_OPTIONS: `--max-old-space-size=${Math.floor(release.manifest.resources.memory * HEAP_SHARE)} --max-semi-space-size=2`,
  };
  if (hasStorage(release)) environment[APP_ENVIRONMENT.dataFolder] = APP_FOLDERS.data;
  if (!addresses.egressProxy) return environment;
  const proxy = `http://${addresses.egressProxy}:${PORTS.egressProxy}`;
  return { ...environment, HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: addresses.gateway, NODE_USE_ENV_PROXY: '1' };
}

function volumesOf(release: AppRelease, { name }: Installation): AppVolume[] {
  const volume = (part: string, target: string): AppVolume => {
    const key = `app-${release.manifest.id}-${part}`;
    return { name: `${name}_${key}`, key, target };
  };
  return hasStorage(release) ? [volume('run', APP_FOLDERS.run), volume('data', APP_FOLDERS.data)] : [volume('run', APP_FOLDERS.run)];
}
