import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { type KeyFileContent, readKeyFile, type RootKeys } from './key-file.js';

/**
 * Creates a key file with one fresh root key and reads it back. It appears whole or not at all, is on disk when this
 * resolves, and never replaces a file: when another process was faster, that one's file counts.
 */
export async function createKeyFile(file: string): Promise<RootKeys> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const root = { version: 1, secret: randomBytes(32).toString('base64url'), createdAt: new Date().toISOString() };
  const content: z.infer<typeof KeyFileContent> = { format: 'mateship-key-file/1', current: root.version, roots: [root] };
  try {
    await writeDurably(draft, `${JSON.stringify(content, null, 2)}\n`);
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return (await readKeyFile(file))!;
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
