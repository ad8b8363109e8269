import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyVersions } from '@mateship/contracts';
import { z } from 'zod';
import { CommandError } from '../command.errors.js';
import type { Layout } from '../data-folder/layout.js';
import { runningLauncher } from '../lock/server-lock.js';
import { readKeyVersions } from '../platform/vault-calls.js';

const POLL_MS = 500;
/** The vault restarts by itself; longer than that it is not away for its own reasons. */
const PATIENCE_MS = 60_000;
const KeyFile = z.looseObject({ current: z.int().min(1) });
const GUIDE = 'docs/guides/keys-in-vault.md';

/**
 * `mateship server keys move`: follows the move of all keys from the key file into Vault and says when the file may go. The
 * vault service does the work, beginning when it starts with `keys.kind: transit`; this may be ended and run again at any time.
 */
export async function keysMoveCommand(layout: Layout): Promise<void> {
  const newest = newestOfFile(layout);
  if (newest === null) return tell(`There is no key file at ${layout.vaultKey}, so there is nothing to move.`);
  if (runningLauncher(layout) === null) throw new CommandError(`No server runs on ${layout.data}. Start it first; the vault moves the keys while it serves.`);
  for (let shown = -1; ; await sleep(POLL_MS)) {
    const { current, versions, rewrap } = await patiently(() => readKeyVersions(layout));
    if (current <= newest) throw new CommandError(`The vault still keeps its keys in ${layout.vaultKey}. Set vault.keys in mateship.yaml to kind transit as ${GUIDE} says, leave the key file where it is, restart the server, and run this again.`);
    const left = countOf(versions, newest);
    if (left !== shown) tell(`${rewrap.total - left} of ${rewrap.total} keys are in Vault.`);
    shown = left;
    if (left === 0) return tell(`Done: all keys are in Vault. Backups made until now need the key file ${layout.vaultKey}. Keep it with them, apart from this machine; when no such backup is kept any more, stop the server, delete the file, and start it again.`);
    if (rewrap.state === 'idle' && rewrap.failures >= left) throw new CommandError(`${left} keys do not open and stay under the key file; the log of the vault names them. Keep ${layout.vaultKey} where it is.`);
  }
}

/** The newest version in the key file; null when there is none. */
function newestOfFile({ vaultKey }: Layout): number | null {
  try {
    return KeyFile.parse(JSON.parse(fs.readFileSync(vaultKey, 'utf8'))).current;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CommandError(`The key file ${vaultKey} cannot be read. Put back a copy of it.`);
  }
}

function countOf(versions: KeyVersions['versions'], newest: number): number {
  return versions.reduce((sum, { version, keys }) => (version <= newest ? sum + keys : sum), 0);
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw new CommandError(`The vault does not answer: ${(error as Error).message}. See "mateship server logs vault".`);
    }
  }
}

function tell(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
