import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { APP_ENVIRONMENT, type AppManifest } from '@mateship/contracts';
import { once } from 'node:events';
import { AppClient } from './app-client.js';
import { GatewayDouble } from './gateway-double.js';
import { makeHome } from './temp-home.js';

const START_MS = 15_000;

/** A bundle that runs as the platform runs it: alone in a folder, under Node's permission model. */
export interface BundleProcess {
  client: AppClient;
  /** Stands behind it; put files in before you call. */
  gateway: GatewayDouble;
  /** Everything it wrote to standard output and standard error. */
  output(): string;
  /** Milliseconds from its start to its first answer. */
  bootMs: number;
  pid: number | undefined;
  /** Sends SIGTERM and resolves to the exit code, null when a signal killed it. */
  terminate(): Promise<number | null>;
}

/**
 * Copies `<project>/dist` to an empty folder and starts it there with no more rights than its manifest asks for.
 * @param withSecret whether the start comes with a one-time secret, as one by the platform does.
 */
export async function startBundle(project: string, manifest: AppManifest, { withSecret }: { withSecret: boolean }): Promise<BundleProcess> {
  const home = makeHome();
  const bundle = path.join(home.folder, 'bundle');
  const run = path.join(home.folder, 'run');
  fs.cpSync(path.join(project, 'dist'), bundle, { recursive: true });
  fs.mkdirSync(run);
  const listen = `unix:${path.join(run, 'app.sock')}`;
  const { nativeAddons, workers } = manifest.resources;
  const flags = [
    '--permission',
    `--allow-fs-read=${bundle}`,
    `--allow-fs-read=${home.secretFile}`,
    `--allow-fs-write=${run}`,
    ...(nativeAddons ? ['--allow-addons'] : []),
    ...(workers ? ['--allow-worker'] : []),
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
  ];
  const env = {
    [APP_ENVIRONMENT.id]: manifest.id,
    [APP_ENVIRONMENT.listen]: listen,
    [APP_ENVIRONMENT.gateway]: `unix:${home.gatewaySocket}`,
    ...(withSecret ? { [APP_ENVIRONMENT.secretFile]: home.secretFile } : {}),
  };
  const gateway = new GatewayDouble(manifest.id, home.secret);
  await gateway.listen(home.gatewaySocket);
  const begun = performance.now();
  const child = spawn(process.execPath, [...flags, path.join(bundle, 'main.mjs')], { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const client = new AppClient(manifest.id, listen, home.secret, gateway.job);
  while (!(await isLive(client))) {
    if (child.exitCode !== null || performance.now() - begun > START_MS) {
      child.kill('SIGKILL');
      await gateway.close();
      throw new Error(`the bundle did not start:\n${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    client,
    gateway,
    output: () => text,
    bootMs: Math.round(performance.now() - begun),
    pid: child.pid,
    terminate: async () => {
      await client.close();
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      await gateway.close();
      home.remove();
      return code;
    },
  };
}

async function isLive(client: AppClient): Promise<boolean> {
  return client.get('/health/live').then(
    (answer) => answer.status === 200,
    () => false,
  );
}
