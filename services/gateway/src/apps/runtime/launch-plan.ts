import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { APP_ENVIRONMENT } from '@mateship/contracts';
import { inheritedEnvironment } from '../../config/env.js';
import type { InstalledApp } from '../app-catalogue.js';
import type { LaunchPlan } from './app-process.js';

/** Where things of the embedded runtime lie. */
export interface RuntimePlaces {
  /** Folder that holds one private folder per app: socket and one-time secret. */
  runDir: string;
  /** Folder that holds one folder per app that declares storage. */
  dataDir: string;
  /** Socket of the gateway's listener for apps. */
  gatewaySocket: string;
  /** Octal mode of that socket: other users' apps must reach it, and prove themselves by MAC. */
  socketMode: string;
  /** Node binary and bundles as the app's user can reach them. */
  node: string;
  bundle(app: InstalledApp): string;
  owner(app: InstalledApp): { uid: number; gid: number } | null;
  /** Secret files by name that the app declared and an admin configured. */
  secrets(app: InstalledApp): Record<string, string>;
  /** Removes what was laid out, once no app runs any more. */
  close(): void;
}

/** Prepares a start: fresh folders, a one-time secret, and no more rights than the manifest asks for. */
export async function prepareLaunch(app: InstalledApp, places: RuntimePlaces): Promise<{ plan: Omit<LaunchPlan, 'onLog'>; secret: Buffer }> {
  const { id, permissions, resources } = app.manifest;
  const home = path.join(places.runDir, id);
  const secretsFolder = path.join(home, 'secrets');
  const secretFile = path.join(home, 'identity');
  const socket = path.join(home, 'app.sock');
  const dataFolder = path.join(places.dataDir, id);
  // App ids hold no dot, so this is never another app's folder. It outlives a start: compiled code makes the next one faster.
  const compileCache = path.join(places.runDir, `${id}.cache`);
  const owner = places.owner(app);
  const bundle = places.bundle(app);

  await rm(home, { recursive: true, force: true });
  await mkdir(secretsFolder, { recursive: true, mode: 0o700 });
  await mkdir(compileCache, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32);
  const files = new Map([[secretFile, secret.toString('base64url')]]);
  for (const [name, value] of Object.entries(places.secrets(app))) files.set(path.join(secretsFolder, name), value);
  for (const [file, content] of files) await writeFile(file, content, { mode: 0o400 });
  if (permissions.storage) await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (owner) {
    for (const entry of [home, secretsFolder, compileCache, ...files.keys(), ...(permissions.storage ? [dataFolder] : [])]) await chown(entry, owner.uid, owner.gid);
  }
  await chmod(home, 0o700);

  const reads = [bundle, home, compileCache, ...(permissions.storage ? [dataFolder] : [])];
  const writes = [home, compileCache, ...(permissions.storage ? [dataFolder] : [])];
  const flags = [
    '--permission',
    ...reads.map((folder) => `--allow-fs-read=${folder}`),
    ...writes.map((folder) => `--allow-fs-write=${folder}`),
    ...(resources.nativeAddons ? ['--allow-addons'] : []),
    ...(resources.workers ? ['--allow-worker'] : []),
    `--max-old-space-size=${Math.max(64, Math.floor(resources.memory * 0.75))}`,
    '--max-semi-space-size=2',
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
  ];
  const environment = {
    ...inheritedEnvironment(),
    NODE_ENV: 'production',
    // A user without an entry in the system's list has no home otherwise, and libraries ask for one.
    HOME: home,
    NODE_COMPILE_CACHE: compileCache,
    [APP_ENVIRONMENT.id]: id,
    [APP_ENVIRONMENT.listen]: `unix:${socket}`,
    [APP_ENVIRONMENT.gateway]: `unix:${places.gatewaySocket}`,
    [APP_ENVIRONMENT.secretFile]: secretFile,
    [APP_ENVIRONMENT.secretsFolder]: secretsFolder,
    ...(permissions.storage ? { [APP_ENVIRONMENT.dataFolder]: dataFolder } : {}),
    MATESHIP_PARENT_PIPE: '1',
  };
  const script = path.join(bundle, 'main.mjs');
  return { plan: { app, node: places.node, script, flags, environment, socket, owner }, secret };
}
