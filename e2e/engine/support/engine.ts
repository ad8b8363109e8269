import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { needing } from '@mateship/dev-env';

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;

export const ROOT = path.resolve(__dirname, '../../..');

const answers = (...args: string[]): boolean => spawnSync('docker', args, { timeout: 10_000 }).status === 0;

/** A suite on a real Docker Engine with Compose. Says loudly what is missing instead of passing without having tested. */
export function engineSuite(name: string, define: () => void): void {
  needing({ what: 'a Docker Engine that answers, with Compose', isThere: answers('info') && answers('compose', 'version') }, name, define);
}

/** Runs a docker command to its end and gives what it printed; fails with what it complained about. */
export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args, { maxBuffer: MAX_OUTPUT })).stdout.trim();
}

/** All that a container wrote, to both of its outputs. */
export async function logsOf(container: string): Promise<string> {
  const { stdout, stderr } = await run('docker', ['logs', container], { maxBuffer: MAX_OUTPUT });
  return `${stdout}${stderr}`;
}

/** Removes what a suite made, whatever of it is still there. Only names of the suite's own are given. */
export async function removeAll(kind: 'container' | 'network' | 'volume', names: readonly string[]): Promise<void> {
  for (const name of names) await docker(kind, 'rm', ...(kind === 'network' ? [] : ['--force']), ...(kind === 'container' ? ['--volumes'] : []), name).catch(() => undefined);
}
