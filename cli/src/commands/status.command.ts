import { runsStill } from '@mateship/database/embedded';
import type { Layout } from '../data-folder/layout.js';
import { runningLauncher } from '../lock/server-lock.js';
import { readState } from '../lock/server-state.js';
import { gatewaySocket, vaultSocket } from '../platform/services.js';
import { isReady } from '../process/readiness.js';

// As in the Linux Standard Base: the program is not running.
const STOPPED = 3;

/** Prints whether a server runs; gives the exit code. */
export async function statusCommand(layout: Layout, json: boolean): Promise<number> {
  const launcher = runningLauncher(layout);
  const state = launcher === null ? null : readState(layout);
  const sockets: Record<string, string> = { vault: vaultSocket(layout), gateway: gatewaySocket(layout) };
  const services = await Promise.all(
    Object.entries(state?.processes ?? {}).map(async ([name, identity]) => {
      const socket = sockets[name];
      return { name, pid: identity.pid, ready: runsStill(identity) && (socket === undefined || (await isReady(socket))) };
    }),
  );
  const ready = state !== null && state.readyAt !== null && services.every((service) => service.ready);
  if (json) {
    process.stdout.write(`${JSON.stringify({ running: launcher !== null, ready, pid: launcher?.pid ?? null, url: state?.url ?? null, readyAt: state?.readyAt ?? null, services })}\n`);
  } else if (launcher === null) {
    process.stdout.write(`No server runs on ${layout.data}.\n`);
  } else {
    process.stdout.write(`The server ${ready ? 'is ready' : 'is not ready yet'}${state === null ? '' : ` at ${state.url}`} (process ${launcher.pid}, data ${layout.data}).\n`);
    for (const { name, pid, ready: fine } of services) process.stdout.write(`  ${fine ? '✓' : '✗'} ${name} (process ${pid})\n`);
  }
  return launcher === null ? STOPPED : 0;
}
