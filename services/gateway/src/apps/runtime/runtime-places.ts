import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { InstalledApp } from '../app-catalogue.js';
import type { RuntimePlaces } from './launch-plan.js';

const FIRST_UID = 61_000;

export interface PlacesOptions {
  apps: InstalledApp[];
  runDir: string;
  dataDir: string;
  secrets(app: InstalledApp): Record<string, string>;
}

/**
 * Decides where apps run from. An ordinary user runs them as itself. Root gives every app a uid of its own; since such
 * a user may not reach a checkout or data folder below a private folder, binary and bundles are laid out in a folder
 * of the system's temporary directory that everybody may pass through and only root may write.
 */
export function choosePlaces(options: PlacesOptions): RuntimePlaces {
  const data = path.join(options.dataDir, 'apps');
  if (process.getuid?.() !== 0) {
    const runDir = path.join(options.runDir, 'apps');
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    return {
      runDir,
      dataDir: data,
      gatewaySocket: path.join(runDir, 'gateway.sock'),
      node: process.execPath,
      bundle: (app) => app.folder,
      owner: () => null,
      secrets: options.secrets,
      socketMode: '0600',
      close: () => rmSync(runDir, { recursive: true, force: true }),
    };
  }
  const runDir = path.join(os.tmpdir(), `mateship-apps-${createHash('sha256').update(path.resolve(options.runDir)).digest('hex').slice(0, 16)}`);
  rmSync(runDir, { recursive: true, force: true });
  mkdirSync(runDir, { mode: 0o711 });
  // Apps' users pass through; they cannot list the folder or write to it.
  chmodSync(runDir, 0o711);
  const node = path.join(runDir, 'node');
  linkOrCopy(process.execPath, node);
  const uids = new Map(options.apps.map((app, index) => [app.manifest.id, FIRST_UID + index]));
  const bundles = path.join(runDir, 'bundles');
  mkdirSync(bundles, { mode: 0o755 });
  for (const app of options.apps) cpSync(app.folder, path.join(bundles, app.manifest.id), { recursive: true, dereference: true });
  return {
    runDir,
    dataDir: data,
    gatewaySocket: path.join(runDir, 'gateway.sock'),
    node,
    bundle: (app) => path.join(bundles, app.manifest.id),
    owner: (app) => {
      const uid = uids.get(app.manifest.id)!;
      return { uid, gid: uid };
    },
    secrets: options.secrets,
    socketMode: '0666',
    close: () => rmSync(runDir, { recursive: true, force: true }),
  };
}

/** A hard link costs nothing; across file systems the binary is copied. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
    chmodSync(to, 0o755);
  }
}
