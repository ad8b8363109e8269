import { stringify } from 'yaml';
import { CONTAINER_DEFAULTS } from '../container/container-defaults.js';
import { containerOf } from '../container/container-of.js';
import { type Installation, userIdOf } from '../installation/installation.js';
import type { AppNetwork } from '../network/network-of.js';
import type { AppRelease } from '../releases/release.js';
import { toComposeService } from './compose-service.js';

/** The installation as Compose fills it in. */
export const COMPOSE_INSTALLATION: Installation = { name: '${COMPOSE_PROJECT_NAME:-mateship}', networkPrefix: '${MATESHIP_NETWORK_PREFIX:-10.213}' };

const HEAD = `# Rendered from registry/first-party.yaml and the app.yaml of each app by \`npm run codegen\` in libs/fleet. Do not edit:
# a test fails when the two differ. It adds to docker-compose.core.yml and is of no use without it.
`;

/**
 * Renders docker-compose.apps.yml: each app with its network and volumes, and for gateway and egress proxy an address in
 * the networks of the apps.
 */
export function renderAppsCompose(releases: readonly AppRelease[]): string {
  const apps = releases.map((release) => ({ release, container: containerOf(release, COMPOSE_INSTALLATION) }));
  const networks = apps.map(({ container }) => container.network);
  const services = Object.fromEntries(apps.map(({ release, container }) => [container.service, { ...toComposeService(container), build: buildOf(release) }]));
  const document = {
    services: { ...services, ...members(networks) },
    networks: Object.fromEntries(networks.map((network) => [network.key, toComposeNetwork(network)])),
    volumes: Object.fromEntries(apps.flatMap(({ container }) => container.volumes.map(({ key, name }) => [key, { name, labels: container.network.labels }]))),
    secrets: { 'extra-ca': { file: '${MATESHIP_EXTRA_CA:-/dev/null}' } },
  };
  return HEAD + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' });
}

/** Renders the file that Compose hands to the Engine as the filter of system calls of all apps. */
export function renderSeccomp(): string {
  return `${JSON.stringify(CONTAINER_DEFAULTS.seccomp, null, 2)}\n`;
}

/** An app that was published is pulled; the others are built from the checkout. */
function buildOf({ manifest, slot }: AppRelease) {
  if (manifest.image) return undefined;
  return { context: '.', dockerfile: 'deploy/images/Dockerfile', target: 'app', args: { APP: manifest.id, UID: String(userIdOf(slot)) }, secrets: ['extra-ca'] };
}

function members(networks: readonly AppNetwork[]) {
  const joined = (addressOf: (network: AppNetwork) => string | null) =>
    Object.fromEntries(networks.flatMap((network) => (addressOf(network) === null ? [] : [[network.key, { ipv4_address: addressOf(network) }]])));
  const proxied = joined(({ addresses }) => addresses.egressProxy);
  return {
    gateway: { networks: joined(({ addresses }) => addresses.gateway) },
    ...(Object.keys(proxied).length > 0 ? { 'egress-proxy': { networks: proxied } } : {}),
  };
}

function toComposeNetwork(network: AppNetwork) {
  return { name: network.name, driver: 'bridge', internal: true, driver_opts: network.options, ipam: { config: [{ subnet: network.subnet }] }, labels: network.labels };
}
