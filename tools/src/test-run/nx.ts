import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { failedTasks, type FailedTask } from './results.ts';

/** Runs Nx, shows its output as it comes, and returns the tasks that failed. One that is `patient` takes only the time of processors that nobody else wants. */
export async function runNx(root: string, args: readonly string[], { patient = false } = {}): Promise<FailedTask[]> {
  const child = spawn(process.execPath, [path.join(root, 'node_modules/nx/dist/bin/nx.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  if (patient && child.pid) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      process.stdout.write(chunk);
    });
  }
  const code = await new Promise<number>((resolve, reject) => child.once('error', reject).once('close', (exit) => resolve(exit ?? 1)));
  process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
  const failed = failedTasks(output);
  if (code !== 0 && failed.length === 0) return [{ project: 'nx', target: args.join(' ') }];
  return failed;
}
