import fs from 'node:fs';
import { CommandError } from '../command.errors.js';
import type { ConfigFile } from '../config/config-file.js';
import { markDataFolder, openDataFolder } from '../data-folder/data-folder.js';
import type { Layout } from '../data-folder/layout.js';
import { makeRunFolder } from '../data-folder/run-folder.js';
import { endLeftovers, removeState } from '../lock/server-state.js';
import { releaseLock, takeLock } from '../lock/server-lock.js';
import { Platform } from '../platform/platform.js';
import { freePort } from '../platform/port.js';
import { Progress } from '../progress/progress.js';
import { inviteLink } from './invite.command.js';

export interface StartSettings {
  root: string;
  layout: Layout;
  port: number;
  config: ConfigFile | null;
  publicUrl: string | undefined;
  keysKind: string | undefined;
  json: boolean;
}

/** Runs the server until a signal ends it. Resolves after an orderly end. */
export async function startCommand(settings: StartSettings): Promise<void> {
  const { layout, root } = settings;
  const progress = new Progress();
  const asked = endAsked();
  openDataFolder(layout, (settings.keysKind ?? settings.config?.keysKind) === 'transit');
  await takeLock(layout);
  try {
    const left = await endLeftovers(layout);
    if (left.length > 0) progress.note(`Ended what a killed server left behind: ${left.join(', ')}.`);
    const port = await freePort(settings.port);
    makeRunFolder(layout);
    const url = settings.publicUrl ?? settings.config?.publicUrl ?? `http://localhost:${port}`;
    const platform = new Platform({ root, layout, port, url, configFile: settings.config?.file }, progress);
    progress.note(`Mateship starts in the embedded mode. Data: ${layout.data}`);
    await runUntilAsked(platform, asked, () => {
      markDataFolder(layout);
      announce(settings, url, progress);
    });
    removeState(layout);
    fs.rmSync(layout.run, { recursive: true, force: true });
  } finally {
    releaseLock(layout);
  }
}

async function runUntilAsked(platform: Platform, asked: Promise<string>, whenReady: () => void): Promise<void> {
  let failure: unknown;
  const ended = Symbol('ended');
  try {
    const start = platform.start();
    const first = await Promise.race([start, asked.then(() => ended)]);
    if (first !== ended) {
      whenReady();
      await asked;
    } else {
      // The unit that was just starting is ended by stop() and makes this reject.
      start.catch(() => undefined);
    }
  } catch (error) {
    failure = error;
  }
  await platform.stop();
  if (failure !== undefined) throw failure instanceof CommandError ? failure : new CommandError((failure as Error).message);
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP. Further ones change nothing: the end is bounded anyway. */
function endAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}

function announce({ json, layout }: StartSettings, url: string, progress: Progress): void {
  const invite = inviteLink(layout, url);
  if (json) {
    process.stdout.write(`${JSON.stringify({ ready: true, url, invite })}\n`);
    return;
  }
  progress.note(`Ready ${(performance.now() / 1000).toFixed(1)} s after the launcher started. Ctrl-C ends the server.`);
  process.stdout.write(`\n  Mateship: ${url}\n`);
  if (invite !== null) process.stdout.write(`  Become the administrator (works once): ${invite}\n`);
  process.stdout.write('\n');
}
