import type { AppManifest } from '@mateship/contracts';

/** One app in one release, with the slot that the installation gave it. */
export interface AppRelease {
  manifest: AppManifest;
  /** Decides the app's subnet and user id; 1 to 8000. */
  slot: number;
}

/** The image that an app's release runs from: its own by digest when it was published, else the one that was built here. */
export function imageOf({ manifest }: AppRelease): string {
  return manifest.image ?? `mateship/app-${manifest.id}:${manifest.version}`;
}

/** Whether the app's network has a way out through the egress proxy. */
export function hasEgress({ manifest }: AppRelease): boolean {
  return manifest.permissions.egress.length > 0;
}

/** Whether the app has a folder that outlives its container. */
export function hasStorage({ manifest }: AppRelease): boolean {
  return manifest.permissions.storage;
}
