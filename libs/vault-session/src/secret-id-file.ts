import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What a service keeps between two starts. */
const Stored = z.strictObject({
  secretId: z.string().min(1),
  /** The one before, as long as it is not known to be destroyed. */
  replaced: z.string().min(1).optional(),
});
export type StoredSecretId = z.output<typeof Stored>;

/** Resolves to null when there is no file yet. */
export async function readSecretId(file: string): Promise<StoredSecretId | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Error(`The secret id file ${file} cannot be read: ${error.code}.`);
  });
  if (text === null) return null;
  try {
    return Stored.parse(JSON.parse(text));
  } catch {
    throw new Error(`The secret id file ${file} is damaged. Delete it and give the service a new wrapped secret id.`);
  }
}

/** Replaces the file; it holds the old or the new content, whole, whatever happens, and the new one on disk when this resolves. */
export async function writeSecretId(file: string, stored: StoredSecretId): Promise<void> {
  const draft = `${file}.new`;
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(stored));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  const folder = await open(path.dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
