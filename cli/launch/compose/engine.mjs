import { spawnSync } from 'node:child_process';

const QUICK_MS = 5_000;

/** Output of a quick docker command, or null when it failed or is not there. */
export function ask(args) {
  const { status, stdout } = spawnSync('docker', args, { encoding: 'utf8', timeout: QUICK_MS });
  return status === 0 ? stdout.trim() : null;
}

export function engineAnswers() {
  return ask(['version', '--format', '{{.Server.APIVersion}}']) !== null && ask(['compose', 'version', '--short']) !== null;
}

/** What the Engine says of itself; null when it does not answer. */
export function readEngine() {
  const version = ask(['version', '--format', '{{json .Server}}']);
  const info = ask(['info', '--format', '{{json .}}']);
  if (version === null || info === null) return null;
  const server = JSON.parse(version);
  const { MemTotal, DockerRootDir, RuncCommit } = JSON.parse(info);
  const runc = (server.Components ?? []).find(({ Name }) => Name === 'runc')?.Version ?? RuncCommit?.ID ?? '';
  return { api: server.ApiVersion ?? server.APIVersion, engine: server.Version, runc, memory: MemTotal, root: DockerRootDir, compose: ask(['compose', 'version', '--short']) };
}

/** Compares versions by their numbers: negative when `a` is older. Suffixes such as `+dfsg1` or `-rc.2` do not count. */
export function compareVersions(a, b) {
  const numbers = (text) => (/\d+(\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
