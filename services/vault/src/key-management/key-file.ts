import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { KeyFileError } from './key-file.errors.js';

const RootKey = z.strictObject({
  version: z.int().min(1).max(0x7fffffff),
  secret: z.base64url().length(43).describe('32 random bytes.'),
  createdAt: z.iso.datetime(),
});
/** What is in the file, as JSON. */
export const KeyFileContent = z
  .strictObject({ format: z.literal('mateship-key-file/1'), current: z.int(), roots: z.array(RootKey).min(1) })
  .refine((file) => new Set(file.roots.map((root) => root.version)).size === file.roots.length, 'a version appears twice')
  .refine((file) => file.roots.some((root) => root.version === file.current), 'the current version is missing')
  .refine((file) => file.roots.every((root) => root.version <= file.current), 'a version is newer than the current one');

/** One root key. */
export interface RootKey {
  /** 32 bytes. */
  secret: Buffer;
  createdAt: string;
}

/** Root keys by version, oldest first; new keys are wrapped under `current`. */
export interface RootKeys {
  current: number;
  roots: ReadonlyMap<number, RootKey>;
}

/** Reads a key file. Resolves to null when there is none. @throws KeyFileError when it is open to others or damaged */
export async function readKeyFile(file: string): Promise<RootKeys | null> {
  const handle = await open(file, constants.O_RDONLY).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new KeyFileError(`The key file ${file} cannot be read: ${error.code}.`);
  });
  if (!handle) return null;
  try {
    await checkPermissions(handle, file);
    return parse(await handle.readFile('utf8'), file);
  } finally {
    await handle.close();
  }
}

async function checkPermissions(handle: FileHandle, file: string): Promise<void> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw new KeyFileError(`The key file ${file} is not a file.`);
  const mode = stat.mode & 0o7777;
  if ((mode & ~0o600) !== 0) {
    throw new KeyFileError(`The key file ${file} has the permissions ${mode.toString(8)}, so others may have read it. Run chmod 600 on it.`);
  }
}

function parse(text: string, file: string): RootKeys {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new KeyFileError(`The key file ${file} is damaged. Put back a copy of it.`);
  }
  const result = KeyFileContent.safeParse(content);
  if (!result.success) throw new KeyFileError(`The key file ${file} is not valid at ${result.error.issues[0]!.path.join('.') || 'its top level'}. Put back a copy of it.`);
  const { current, roots } = result.data;
  const sorted = roots.toSorted((a, b) => a.version - b.version);
  return { current, roots: new Map(sorted.map(({ version, secret, createdAt }) => [version, { secret: Buffer.from(secret, 'base64url'), createdAt }])) };
}
