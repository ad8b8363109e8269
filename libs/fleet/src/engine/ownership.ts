import type { AppContainer, AppVolume } from '../container/container-of.js';
import { LABELS } from '../installation/installation.js';
import type { AppNetwork } from '../network/network-of.js';

const COMPOSE = 'com.docker.compose';

/**
 * The labels by which Compose finds a container of its project. With them `docker compose up` takes over what the
 * broker made, instead of failing on its name; it knows the hash of its own making and makes the container anew.
 */
export function ownershipLabels(container: AppContainer): Record<string, string> {
  return {
    [`${COMPOSE}.project`]: installationOf(container.labels),
    [`${COMPOSE}.service`]: container.service,
    [`${COMPOSE}.oneoff`]: 'False',
    [`${COMPOSE}.container-number`]: '1',
    [`${COMPOSE}.config-hash`]: container.labels[LABELS.settings] ?? '',
  };
}

/** The Engine's NetworkCreate body for the network of an app. */
export function toNetworkOptions(network: AppNetwork) {
  return {
    Name: network.name,
    Driver: 'bridge',
    Internal: true,
    CheckDuplicate: true,
    IPAM: { Driver: 'default', Config: [{ Subnet: network.subnet }] },
    Options: { ...network.options },
    Labels: { ...network.labels, [`${COMPOSE}.project`]: installationOf(network.labels), [`${COMPOSE}.network`]: network.key },
  };
}

/** The Engine's VolumeCreate body for a volume of an app. */
export function toVolumeOptions(container: AppContainer, { name, key }: AppVolume) {
  const { [LABELS.installation]: installation = '', [LABELS.app]: app = '' } = container.labels;
  return {
    Name: name,
    Driver: 'local',
    Labels: { [LABELS.installation]: installation, [LABELS.app]: app, [`${COMPOSE}.project`]: installation, [`${COMPOSE}.volume`]: key },
  };
}

function installationOf(labels: Record<string, string>): string {
  return labels[LABELS.installation] ?? '';
}
