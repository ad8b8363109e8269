import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file as a whole: whoever reads it sees the old or the new one. Others may read it; it holds no secret. */
export async function replaceFile(file: string, content: string): Promise<void> {
  const next = `${file}.next`;
  await writeFile(next, content, { mode: 0o644, flush: true });
  await rename(next, file);
}
