import { existsSync } from 'node:fs';
import { type Attempt, quoted } from '../support/isolation/attempt.js';
import type { Targets } from '../support/isolation/targets.js';

const NO = /EPERM|EACCES|EROFS|Permission denied/;
const ABSENT = /ENOENT/;
const attempt = (name: string, script: string | ((at: Targets) => string), { succeeds = 'done', fails = NO }: { succeeds?: unknown; fails?: RegExp } = {}): Attempt => ({ name, script: typeof script === 'string' ? () => script : script, succeeds, fails });
const plant = (name: string, path: string): Attempt => attempt(name, `return plant(${quoted(path)})`, { succeeds: 'planted' });
const open = (name: string, path: string, flags: string, fails = NO): Attempt => attempt(name, `return open(${quoted(path)}, ${quoted(flags)})`, { succeeds: 'opened', fails });

/** Sockets and secrets of others. */
export const OTHERS: Attempt[] = [
  attempt('talk to the Engine by its socket', `return connectUnix('/var/run/docker.sock')`, { succeeds: 'engine', fails: ABSENT }),
  attempt('talk to the engine broker by its socket', `return connectUnix('/run/broker/broker.sock')`, { succeeds: 'engine-broker', fails: ABSENT }),
  attempt('see the volume of the engine broker’s socket', `return fs.readdirSync('/run/broker').join()`, { succeeds: 'broker.sock', fails: ABSENT }),
  attempt('talk to the gateway’s public listener by its socket', `return connectUnix('/run/edge/gateway.sock')`, { succeeds: 'gateway', fails: ABSENT }),
  attempt('find any socket in the file system', `const found = await run('sh', '-c', 'find / -path /proc -prune -o -type s -print 2>/dev/null; true'); if (!found) throw new Error('no sockets'); return 'done'`, { fails: /no sockets/ }),
  attempt('read the secret of another app', ({ neighbourVolume }) => `return fs.readFileSync('/var/lib/docker/volumes/${neighbourVolume}/_data/secrets/token', 'utf8').length`, { succeeds: 32, fails: ABSENT }),
  attempt('read the identity of another app', ({ neighbourVolume }) => `return fs.readFileSync('/var/lib/docker/volumes/${neighbourVolume}/_data/identity', 'utf8').length`, { succeeds: 43, fails: ABSENT }),
];

const keepingMode = (path: string, script: string): string => `const path = ${quoted(path)}; const { mode } = fs.statSync(path); try { ${script} return 'done'; } finally { try { fs.chmodSync(path, mode); } catch {} }`;

/** Its own container. */
export const OWN: Attempt[] = [
  plant('write to its root', '/planted'),
  plant('write beside its program', '/app/planted.mjs'),
  open('change its program', '/app/main.mjs', 'r+'),
  open('change the users of its container', '/etc/passwd', 'r+'),
  open('change the hosts file', '/etc/hosts', 'r+'),
  open('change the resolver', '/etc/resolv.conf', 'r+'),
  plant('add to its secrets', '/run/mateship/planted'),
  attempt('change its own secret', keepingMode('/run/mateship/identity', `fs.chmodSync(path, 0o600); fs.writeFileSync(path, fs.readFileSync(path));`)),
  attempt('fill the folder of its secrets', keepingMode('/run/mateship/secrets', `fs.chmodSync(path, 0o700); plant(path + '/planted');`)),
  attempt('run a program that it wrote', `fs.writeFileSync('/tmp/program', '#!/bin/sh\\n', { mode: 0o755 }); try { await run('/tmp/program'); return 'done'; } finally { fs.rmSync('/tmp/program'); }`),
  attempt('run a program out of shared memory', `fs.writeFileSync('/dev/shm/program', '#!/bin/sh\\n', { mode: 0o755 }); try { await run('/dev/shm/program'); return 'done'; } finally { fs.rmSync('/dev/shm/program'); }`),
];

const HARMLESS = ['core', 'fd', 'full', 'mqueue', 'null', 'ptmx', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero'];
/** A file of the control groups, made writable first where that is possible. */
const limit = (name: string, controller: string, ...files: string[]): Attempt =>
  attempt(
    name,
    `const folder = fs.existsSync('/sys/fs/cgroup/${controller}') ? '/sys/fs/cgroup/${controller}' : '/sys/fs/cgroup';
    await run('mount', '-o', 'remount,bind,rw', folder).catch(() => undefined);
    return open(folder + '/' + ${quoted(files)}.find((file) => fs.existsSync(folder + '/' + file)), 'r+')`,
    { succeeds: 'opened' },
  );

/** What the kernel shows of itself; not every kernel has all of it. */
export const PROC: Attempt[] = [
  ...['/proc/kcore', '/proc/keys', '/proc/timer_list'].filter((path) => existsSync(path)).map((path) => attempt(`read ${path}`, `if (fs.statSync(${quoted(path)}).isCharacterDevice()) throw new Error('EACCES: masked'); return open(${quoted(path)}, 'r')`, { succeeds: 'opened' })),
  ...['/proc/sys/kernel/core_pattern', '/proc/sys/vm/overcommit_memory', '/proc/sys/net/ipv4/ip_forward', '/proc/sysrq-trigger'].filter((path) => existsSync(path)).map((path) => open(`write to ${path}`, path, 'r+')),
  open('read messages of the kernel', '/dev/kmsg', 'r', ABSENT),
  attempt('find a device of the machine', `if (fs.readdirSync('/dev').every((name) => ${quoted(HARMLESS)}.includes(name))) throw new Error('no devices'); return 'done'`, { fails: /no devices/ }),
  limit('raise its own memory limit', 'memory', 'memory.limit_in_bytes', 'memory.max'),
  limit('raise its own limit of processes', 'pids', 'pids.max'),
];
