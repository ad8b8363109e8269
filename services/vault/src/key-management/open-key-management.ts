import { DecryptionError, wipe } from '@mateship/crypto';
import type { VaultSession } from '@mateship/vault-session';
import { keyContext, type NewKey } from '../keys/data-key.js';
import { createKeyFile } from './create-key-file.js';
import { KeyFileError } from './key-file.errors.js';
import { KeyFileManagement } from './key-file-management.js';
import { readKeyFile } from './key-file.js';
import type { KeyManagement } from './key-management.js';
import { MovingManagement } from './moving-management.js';
import { TransitClient } from './transit-client.js';
import { TransitManagement } from './transit-management.js';

/** What the database says about the keys that must stay openable. */
export interface StoredKeys {
  isEmpty(): Promise<boolean>;
  /** A few active keys of each version of the key-encryption keys. */
  samples(): Promise<NewKey[]>;
}

/**
 * Opens the key file, or creates it when the database holds no keys yet. A file that is missing, or that belongs to
 * another database, stops the start: a new one would make every stored key unreadable without anybody noticing.
 */
export async function openKeyFile(file: string, stored: StoredKeys): Promise<KeyManagement> {
  const roots = (await readKeyFile(file)) ?? (await createFirst(file, stored));
  const management = new KeyFileManagement(file, roots);
  await proveOpenable(management, await stored.samples(), `The key file ${file} does not open the keys in the database. Put back the key file that belongs to this database, or, when its keys were moved to Vault, configure keys.kind transit.`);
  return management;
}

/** Opens transit. While the old key file is there its keys are moved; without it every key in the database must be in transit already. */
export async function openTransit(session: VaultSession, oldFile: string, stored: StoredKeys): Promise<KeyManagement> {
  const transit = new TransitManagement(new TransitClient(session));
  const roots = await readKeyFile(oldFile);
  const management = roots ? await MovingManagement.begin(new KeyFileManagement(oldFile, roots), transit) : transit;
  await proveOpenable(management, await stored.samples(), `Vault does not open the keys in the database. Check that it is the right one; when keys are still under a key file, put that back at ${oldFile}.`);
  return management;
}

async function createFirst(file: string, stored: StoredKeys): ReturnType<typeof createKeyFile> {
  if (await stored.isEmpty()) return createKeyFile(file);
  throw new KeyFileError(`The key file ${file} is missing, but the database holds keys that only it can open. Put the file back from your backup.`);
}

/** Every version in use must be there and the newest must open its keys. An older one may have only damaged keys left, which no rotation could take along. */
async function proveOpenable(management: KeyManagement, samples: readonly NewKey[], sentence: string): Promise<void> {
  const known = new Set((await management.versions()).versions.map(({ version }) => version));
  const newest = samples.filter(({ kekVersion }) => kekVersion === Math.max(...samples.map((key) => key.kekVersion)));
  const opened = await Promise.all(newest.map((key) => opens(management, key)));
  if (samples.length === 0 || (samples.every(({ kekVersion }) => known.has(kekVersion)) && opened.includes(true))) return;
  throw new KeyFileError(sentence);
}

async function opens(management: KeyManagement, key: NewKey): Promise<boolean> {
  try {
    wipe(await management.unwrap(key.purpose, keyContext(key), key.wrapped));
    return true;
  } catch (error) {
    if (error instanceof DecryptionError) return false;
    throw error;
  }
}
