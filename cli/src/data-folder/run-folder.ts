import fs from 'node:fs';
import { CommandError } from '../command.errors.js';
import type { Layout } from './layout.js';

/** Gives every boot an empty, private folder for its sockets and secrets. */
export function makeRunFolder(layout: Layout): void {
  const stat = fs.lstatSync(layout.run, { throwIfNoEntry: false });
  if (stat !== undefined && (!stat.isDirectory() || (process.getuid !== undefined && stat.uid !== process.getuid()))) {
    throw new CommandError(`${layout.run} belongs to another user. Remove it and start again.`);
  }
  fs.rmSync(layout.run, { recursive: true, force: true });
  for (const folder of [layout.run, layout.secrets]) fs.mkdirSync(folder, { mode: 0o700 });
  for (const folder of [layout.keys, layout.logs, layout.cache]) {
    fs.mkdirSync(folder, { recursive: true });
    fs.chmodSync(folder, 0o700);
  }
}
