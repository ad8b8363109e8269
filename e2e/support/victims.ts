import { readFile } from 'node:fs/promises';
import type { Platform } from './platform.js';

/** The parts of a running platform that can die, each a process of its own. */
export const VICTIMS = ['gateway', 'vault', 'postgres', 'ai', 'pdf'] as const;
export type Victim = (typeof VICTIMS)[number];

/** Process id of a part of this platform; null while it does not run, as an app that sleeps. Needs Linux's /proc for apps. */
export async function pidOf(platform: Platform, victim: Victim): Promise<number | null> {
  const { [victim]: service, gateway } = await platform.processes();
  if (service !== undefined || gateway === undefined) return service ?? null;
  for (const pid of await childrenOf(gateway)) {
    if (new RegExp(`/${victim}/(dist/)?main\\.mjs$`).test(await commandOf(pid))) return pid;
  }
  return null;
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return list.split(' ').filter(Boolean).map(Number);
}

async function commandOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line.split('\0').filter(Boolean).join(' ');
}
