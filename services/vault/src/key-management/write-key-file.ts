import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { KeyFileError } from './key-file.errors.js';
import type { KeyFileContent, RootKey, RootKeys } from './key-file.js';

/** A root key that nobody has seen. */
export function newRootKey(): RootKey {
  return { secret: randomBytes(32), createdAt: new Date().toISOString() };
}

/**
 * Puts other root keys into an existing key file. After a crash or a power cut at any point the file holds either the
 * old keys or the new ones, whole; it holds the new ones on disk when this resolves. What a crash left behind is
 * overwritten, so that no retired key survives in it.
 */
export async function replaceKeyFile(file: string, keys: RootKeys): Promise<void> {
  // Taken before anything else can happen: a key that is retired meanwhile is overwritten in memory.
  const text = textOf(keys);
  try {
    const target = await realpath(file);
    const draft = `${target}.new`;
    await rm(draft, { force: true });
    await writeDurably(draft, text);
    await rename(draft, target);
    await syncFolder(path.dirname(target));
  } catch (cause) {
    throw new KeyFileError(`The key file ${file} cannot be replaced: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}.`, { cause });
  }
}

/** Root keys as they stand in the file. */
export function textOf({ current, roots }: RootKeys): string {
  const content: z.infer<typeof KeyFileContent> = {
    format: 'mateship-key-file/1',
    current,
    roots: [...roots].map(([version, { secret, createdAt }]) => ({ version, secret: secret.toString('base64url'), createdAt })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Writes a new file that only its owner can read; it is on disk when this resolves. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
