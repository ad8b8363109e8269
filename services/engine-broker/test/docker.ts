import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Need } from '@mateship/dev-env';

const run = promisify(execFile);

/** A Docker Engine that this user may use. */
export const ENGINE: Need = {
  what: 'a Docker Engine that answers `docker version`',
  isThere: spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5000 }).status === 0,
};

/** Runs the docker command and gives what it prints. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, { maxBuffer: 16 * 1024 * 1024 });
  return stdout.trim();
}

/** What `docker inspect` says about one thing. */
export async function inspect<T>(kind: 'container' | 'network' | 'volume' | 'image', name: string): Promise<T> {
  return (JSON.parse(await docker(kind, 'inspect', name)) as [T])[0];
}

/** Whether something of this name is there. */
export async function exists(kind: 'container' | 'network' | 'volume', name: string): Promise<boolean> {
  return docker(kind, 'inspect', name).then(() => true, () => false);
}
