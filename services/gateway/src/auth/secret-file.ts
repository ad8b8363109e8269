import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const OTHERS = 0o077;

/** A secret file's content; null when there is none. Throws when others than its owner may read it. */
export async function readSecretFile(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch(ignoring('ENOENT'));
  if (!handle) return null;
  try {
    const { mode } = await handle.stat();
    if (mode & OTHERS) throw new Error(`${file} can be read by others. Run: chmod 600 '${file}'`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Creates a secret file whole or not at all. Returns its content, which is another's when two started at once. */
export async function createSecretFile(file: string, content: string): Promise<string> {
  const draft = await writeDraft(file, content);
  await link(draft, file).catch(ignoring('EEXIST'));
  await rm(draft);
  return (await readSecretFile(file)) ?? content;
}

/** Replaces a secret file whole. */
export async function replaceSecretFile(file: string, content: string): Promise<void> {
  await rename(await writeDraft(file, content), file);
}

async function writeDraft(file: string, content: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600, flag: 'wx', flush: true });
  return draft;
}

function ignoring(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
  };
}
