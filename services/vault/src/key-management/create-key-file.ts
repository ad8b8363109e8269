import { randomBytes } from 'node:crypto';
import { link, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { readKeyFile, type RootKeys } from './key-file.js';
import { newRootKey, syncFolder, textOf, writeDurably } from './write-key-file.js';

/**
 * Creates a key file with one fresh root key and reads it back. It appears whole or not at all, is on disk when this
 * resolves, and never replaces a file: when another process was faster, that one's file counts.
 */
export async function createKeyFile(file: string): Promise<RootKeys> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    await writeDurably(draft, textOf({ current: 1, roots: new Map([[1, newRootKey()]]) }));
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return (await readKeyFile(file))!;
}
