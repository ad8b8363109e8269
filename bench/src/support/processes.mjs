import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const started = new Set();

/** Starts a program; it ends with the bench at the latest. `cpu` pins it to one core. */
export function start(command, args, { cpu, env, cwd, stdio = ['ignore', 'ignore', 'inherit'] } = {}) {
  const [program, ...rest] = cpu === undefined ? [command, ...args] : ['taskset', '-c', String(cpu), command, ...args];
  const child = spawn(program, rest, { env: { ...process.env, ...env }, cwd, stdio });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}

/** Ends a process politely and waits for it. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

process.once('exit', () => started.forEach((child) => child.kill('SIGTERM')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Moves a running process with all its threads to one core. */
export function pin(pid, cpu) {
  execFileSync('taskset', ['-a', '-c', '-p', String(cpu), String(pid)], { stdio: 'ignore' });
}

export function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

export function descendantsOf(pid) {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** How a process was started, in words. */
export function commandOf(pid) {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
}

/** Microseconds that the threads of a process have run so far, by the scheduler's own count. */
export function cpuMicroseconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000, 0);
}

/** Memory in MiB: private (what ends with the process), PSS (shared pages counted by their share) and RSS. */
export function memoryOf(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mebibytes = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024;
  return { private: mebibytes('Private_Dirty') + mebibytes('Private_Clean'), dirty: mebibytes('Private_Dirty'), pss: mebibytes('Pss'), rss: mebibytes('Rss') };
}

/** A loopback port that nobody listens on at this moment. */
export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until something accepts connections at `{ port }` or `{ path }`. */
export async function listening(where, timeoutMs = 15_000) {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until) {
    const accepted = await new Promise((resolve) => {
      const socket = net.connect({ host: '127.0.0.1', ...where });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (accepted) return;
    await sleep(20);
  }
  throw new Error(`nothing listens at ${JSON.stringify(where)}`);
}

/** The load of the machine, to judge a run by. */
export function load() {
  return readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');
}
