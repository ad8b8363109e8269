import fs from 'node:fs';
import { CommandError } from '../command.errors.js';
import type { Layout } from '../data-folder/layout.js';
import { runningLauncher } from '../lock/server-lock.js';
import { readState } from '../lock/server-state.js';

/** Link of the first invite while it is unused, else null. The gateway keeps the file as long as that is so. */
export function inviteLink(layout: Layout, url: string): string | null {
  try {
    const token = fs.readFileSync(layout.firstInvite, 'utf8').trim();
    return token === '' ? null : `${url.replace(/\/$/, '')}/signup?token=${encodeURIComponent(token)}`;
  } catch {
    return null;
  }
}

export function inviteCommand(layout: Layout): void {
  const state = readState(layout);
  if (runningLauncher(layout) === null || state === null) throw new CommandError(`No server runs on ${layout.data}. Start it first.`);
  const link = inviteLink(layout, state.url);
  if (link === null) throw new CommandError('The first invite was used. Administrators make more invites in the web app.');
  process.stdout.write(`${link}\n`);
}
