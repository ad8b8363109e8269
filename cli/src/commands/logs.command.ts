import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../command.errors.js';
import type { Layout } from '../data-folder/layout.js';

export interface LogsSettings {
  /** One log; all of them without it. */
  name: string | undefined;
  follow: boolean;
  lines: number;
}

const POLL_MS = 300;

/** Prints the last lines of the logs in order of time, and with `follow` every new one until the process is ended. */
export async function logsCommand(layout: Layout, { name, follow, lines }: LogsSettings): Promise<void> {
  const files = logFiles(layout, name);
  const last = files.flatMap((file) => lastLines(file, lines));
  // A JSON line starts with its timestamp or has it inside; ISO 8601 sorts as text.
  if (files.length > 1) last.sort((a, b) => timestampOf(a).localeCompare(timestampOf(b)));
  for (const line of last.slice(-lines)) process.stdout.write(`${line}\n`);
  if (follow) await Promise.all(files.map(followFile));
}

function logFiles(layout: Layout, name: string | undefined): string[] {
  const known = fs.existsSync(layout.logs) ? fs.readdirSync(layout.logs).filter((file) => file.endsWith('.log')) : [];
  if (name === undefined) return known.map((file) => path.join(layout.logs, file));
  if (!known.includes(`${name}.log`)) {
    const names = known.map((file) => path.basename(file, '.log')).join(', ');
    throw new CommandError(`There is no log "${name}" in ${layout.logs}. ${names === '' ? 'There are no logs yet.' : `There are: ${names}.`}`);
  }
  return [path.join(layout.logs, `${name}.log`)];
}

function lastLines(file: string, count: number): string[] {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').filter(Boolean).slice(-count);
}

function timestampOf(line: string): string {
  return /"timestamp":"([^"]+)"/.exec(line)?.[1] ?? '';
}

async function followFile(file: string): Promise<void> {
  for (let position = sizeOf(file); ; await sleep(POLL_MS)) {
    const size = sizeOf(file);
    if (size < position) position = 0;
    if (size === position) continue;
    for await (const chunk of fs.createReadStream(file, { start: position, end: size - 1 })) process.stdout.write(chunk as Buffer);
    position = size;
  }
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
