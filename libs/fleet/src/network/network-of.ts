import { addressIn, type Installation, LABELS, OFFSETS, subnetOf } from '../installation/installation.js';
import { type AppRelease, hasEgress } from '../releases/release.js';

/** The network of one app. Its members are the app, the gateway and, where egress is declared, the egress proxy. */
export interface AppNetwork {
  /** Its name on the Engine. */
  name: string;
  /** Its name in a Compose file. */
  key: string;
  subnet: string;
  /** Fixed addresses of the members; `egressProxy` is null when the app has no egress. */
  addresses: { gateway: string; app: string; egressProxy: string | null };
  options: Record<string, string>;
  labels: Record<string, string>;
}

/**
 * Without an address of its own on the bridge the host cannot be reached from the network, as it could even though the
 * network is internal.
 */
const NO_HOST_ADDRESS = { 'com.docker.network.bridge.inhibit_ipv4': 'true' };

/** Describes the network of an app in an installation. */
export function networkOf(release: AppRelease, installation: Installation): AppNetwork {
  const key = `app-${release.manifest.id}`;
  const at = (offset: number): string => addressIn(installation, release.slot, offset);
  return {
    name: `${installation.name}_${key}`,
    key,
    subnet: subnetOf(installation, release.slot),
    addresses: { gateway: at(OFFSETS.gateway), app: at(OFFSETS.app), egressProxy: hasEgress(release) ? at(OFFSETS.egressProxy) : null },
    options: NO_HOST_ADDRESS,
    labels: { [LABELS.installation]: installation.name, [LABELS.app]: release.manifest.id },
  };
}
