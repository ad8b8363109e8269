import { spawnSync } from 'node:child_process';

const PACKAGES = { wrk: 'wrk', haproxy: 'haproxy', taskset: 'util-linux', docker: 'docker.io' };

/** Ends with a sentence when a program that the bench needs is not on the PATH. */
export function needPrograms(...names) {
  const missing = names.filter((name) => spawnSync('which', [name]).status !== 0);
  if (missing.length === 0) return;
  console.error(`This bench needs ${missing.join(' and ')}. On Debian: apt-get install ${missing.map((name) => PACKAGES[name] ?? name).join(' ')}`);
  process.exit(1);
}
