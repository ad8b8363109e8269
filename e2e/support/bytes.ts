import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** One way in which a word may lie in a file. */
interface Form {
  name: string;
  bytes: Buffer;
}

/** Where a word was found. */
export interface Hit {
  word: string;
  file: string;
  form: string;
}

/** Looks for words, or bytes, in every file below a folder: as text, as UTF-16, as hexadecimal digits and inside Base64 at any alignment. */
export async function findBytes(folder: string, words: readonly (string | Buffer)[], skip: (file: string) => boolean = () => false): Promise<Hit[]> {
  const wanted = words.map((word) => ({ word: typeof word === 'string' ? word : word.toString('hex'), forms: formsOf(word) }));
  const hits: Hit[] = [];
  for (const path of await filesBelow(folder)) {
    if (skip(path)) continue;
    const content = await readIfThere(path);
    const file = relative(folder, path);
    for (const { word, forms } of wanted) for (const { name, bytes } of forms) if (content.includes(bytes)) hits.push({ word, file, form: name });
  }
  return hits;
}

/** The files below a folder at this moment, without sockets and links. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map((entry) => {
      const at = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(at);
      return entry.isFile() ? [at] : [];
    }),
  );
  return found.flat();
}

function formsOf(word: string | Buffer): Form[] {
  const utf8 = typeof word === 'string' ? Buffer.from(word) : word;
  const hex = utf8.toString('hex');
  return [
    { name: 'utf8', bytes: utf8 },
    ...(typeof word === 'string' ? [{ name: 'utf16', bytes: Buffer.from(word, 'utf16le') }] : []),
    { name: 'hex', bytes: Buffer.from(hex) },
    { name: 'HEX', bytes: Buffer.from(hex.toUpperCase()) },
    ...[0, 1, 2].flatMap((shift) => base64Forms(utf8, shift)),
  ];
}

/** The characters of Base64 that depend on the word alone when it starts `shift` bytes after a group of three. */
function base64Forms(word: Buffer, shift: number): Form[] {
  const first = shift === 0 ? 0 : shift + 1;
  return (['base64', 'base64url'] as const).map((encoding) => {
    const text = Buffer.concat([Buffer.alloc(shift), word]).toString(encoding).replace(/=+$/, '');
    const whole = Math.floor(((shift + word.length) * 8) / 6);
    return { name: `${encoding}+${shift}`, bytes: Buffer.from(text.slice(first, whole)) };
  });
}

/** Files of a running server come and go while they are read. */
function readIfThere(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}
