import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessIdentity, runsStill } from '@mateship/database/embedded';
import type { Layout } from '../data-folder/layout.js';

/** What a launcher leaves for `status`, `stop` and for the next start after a kill. */
export interface ServerState {
  url: string;
  /** Since when every part is ready, as ISO 8601; null while starting. */
  readyAt: string | null;
  processes: Record<string, ProcessIdentity>;
}

export function readState(layout: Layout): ServerState | null {
  try {
    return JSON.parse(fs.readFileSync(layout.state, 'utf8')) as ServerState;
  } catch {
    return null;
  }
}

export function writeState(layout: Layout, state: ServerState): void {
  const temporary = `${layout.state}.${process.pid}`;
  fs.writeFileSync(temporary, JSON.stringify(state), { mode: 0o644 });
  fs.renameSync(temporary, layout.state);
}

export function removeState(layout: Layout): void {
  fs.rmSync(layout.state, { force: true });
}

const POLL_MS = 20;
const SERVICE_SIGNALS = ['SIGTERM', 'SIGKILL'] as const;
// Fast, then immediate shutdown; SIGTERM would wait for the clients to leave.
const POSTGRES_SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

/**
 * Ends what a killed launcher left running, recognised by pid and start time, the last part first.
 * Gives the names of the parts that still ran.
 */
export async function endLeftovers(layout: Layout, patienceMs = 10_000): Promise<string[]> {
  const processes = Object.entries(readState(layout)?.processes ?? {}).reverse();
  const left = processes.filter(([, identity]) => runsStill(identity));
  for (const [name, identity] of left) {
    for (const signal of name === 'postgres' ? POSTGRES_SIGNALS : SERVICE_SIGNALS) {
      if (await endedAfter(identity, signal, patienceMs)) break;
    }
  }
  return left.map(([name]) => name);
}

async function endedAfter(identity: ProcessIdentity, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  try {
    if (runsStill(identity)) process.kill(identity.pid, signal);
  } catch {
    // It ended by itself.
  }
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(POLL_MS)) {
    if (!runsStill(identity)) return true;
  }
  return false;
}
