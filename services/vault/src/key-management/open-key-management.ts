import { wipe } from '@mateship/crypto';
import { keyContext, type StoredKey } from '../keys/data-key.js';
import { createKeyFile } from './create-key-file.js';
import { KeyFileError } from './key-file.errors.js';
import { KeyFileManagement } from './key-file-management.js';
import { readKeyFile } from './key-file.js';
import type { KeyManagement } from './key-management.js';

/** What the database says about the keys that must stay openable. */
export interface StoredKeys {
  isEmpty(): Promise<boolean>;
  /** One active key for each version of the key-encryption keys. */
  samples(): Promise<StoredKey[]>;
}

/**
 * Opens the key file, or creates it when the database holds no keys yet. A file that is missing, or that belongs to
 * another database, stops the start: a new one would make every stored key unreadable without anybody noticing.
 */
export async function openKeyManagement(file: string, stored: StoredKeys): Promise<KeyManagement> {
  const roots = (await readKeyFile(file)) ?? (await createFirst(file, stored));
  const management = new KeyFileManagement(file, roots);
  for (const key of await stored.samples()) await proveOpenable(management, key, file);
  return management;
}

async function createFirst(file: string, stored: StoredKeys): ReturnType<typeof createKeyFile> {
  if (await stored.isEmpty()) return createKeyFile(file);
  throw new KeyFileError(`The key file ${file} is missing, but the database holds keys that only it can open. Put the file back from your backup.`);
}

async function proveOpenable(management: KeyManagement, key: StoredKey, file: string): Promise<void> {
  try {
    wipe(await management.unwrap(key.purpose, keyContext(key), key.wrapped));
  } catch (cause) {
    throw new KeyFileError(`The key file ${file} does not open the keys in the database. Put back the key file that belongs to this database.`, { cause });
  }
}
