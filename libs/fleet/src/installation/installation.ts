/** One installation on an Engine. Both parts may hold a variable of Compose instead of a value. */
export interface Installation {
  /** Compose's project name; the prefix of all that belongs to the installation, for example `mateship`. */
  name: string;
  /** The first two octets of all its subnets, for example `10.213`. */
  networkPrefix: string;
}

/** Lowest and highest slot of an app: a /29 each below `<prefix>.255.0`, where the core networks begin. */
export const SLOTS = { first: 1, last: 8000 } as const;

/** Who sits where in an app's /29, counted from its base. */
export const OFFSETS = { gateway: 2, app: 3, egressProxy: 4 } as const;

/** Where the parts listen inside an app's network. */
export const PORTS = { gateway: 8082, app: 8080, egressProxy: 3128 } as const;

/** Labels that say whose container, network or volume it is. */
export const LABELS = {
  installation: 'dev.mateship.installation',
  app: 'dev.mateship.app',
  release: 'dev.mateship.release',
  settings: 'dev.mateship.settings',
} as const;

/** An address inside the /29 of a slot; offset 0 is its base. */
export function addressIn({ networkPrefix }: Pick<Installation, 'networkPrefix'>, slot: number, offset: number): string {
  const place = slot * 8 + offset;
  return `${networkPrefix}.${place >> 8}.${place & 255}`;
}

/** The subnet of a slot, in CIDR form. */
export function subnetOf(installation: Pick<Installation, 'networkPrefix'>, slot: number): string {
  return `${addressIn(installation, slot, 0)}/29`;
}

/** The user and group that an app in this slot runs as; no two apps share one. */
export function userIdOf(slot: number): number {
  return 20_000 + slot;
}
