import { setTimeout as sleep } from 'node:timers/promises';
import { runsStill } from '@mateship/database/embedded';
import { CommandError } from '../command.errors.js';
import type { Layout } from '../data-folder/layout.js';
import { runningLauncher } from '../lock/server-lock.js';
import { endLeftovers, removeState } from '../lock/server-state.js';

const PATIENCE_MS = 45_000;
const POLL_MS = 50;

/** Ends the server and waits until it has ended. Fine when none runs. */
export async function stopCommand(layout: Layout): Promise<void> {
  const launcher = runningLauncher(layout);
  if (launcher === null) {
    const left = await endLeftovers(layout);
    removeState(layout);
    process.stdout.write(left.length > 0 ? `Ended what a killed server left behind: ${left.join(', ')}.\n` : `No server runs on ${layout.data}.\n`);
    return;
  }
  try {
    process.kill(launcher.pid, 'SIGTERM');
  } catch {
    throw new CommandError(`The server (process ${launcher.pid}) runs as another user. Stop it as that user or as root.`);
  }
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    if (!runsStill(launcher)) {
      process.stdout.write('The server has ended.\n');
      return;
    }
  }
  throw new CommandError(`The server (process ${launcher.pid}) did not end within ${PATIENCE_MS / 1000} seconds.`);
}
