import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { newDataKey } from '@mateship/crypto';
import { inTempFolder } from '../../test/temp-folder.js';
import { keyContext, type NewKey } from '../keys/data-key.js';
import type { KeyManagement } from './key-management.js';
import { openKeyFile, type StoredKeys } from './open-key-management.js';

const holding = (...keys: NewKey[]): StoredKeys => ({ isEmpty: async () => keys.length === 0, samples: async () => keys });

async function storedKey(management: KeyManagement): Promise<NewKey> {
  const place = { purpose: 'chat' as const, ownerId: randomUUID(), objectId: randomUUID(), keyId: randomUUID(), epoch: 1 };
  const { wrapped, version } = await management.wrap('chat', keyContext(place), newDataKey());
  return { ...place, wrapped, kekVersion: version };
}

describe('openKeyFile', () => {
  it('creates the file for an empty database and opens it again for a filled one', () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      const key = await storedKey(await openKeyFile(file, holding()));
      await expect(openKeyFile(file, holding(key))).resolves.toBeDefined();
    }));

  it('refuses to create a new file when the database holds keys, and leaves no file', () =>
    inTempFolder(async (folder) => {
      const key = await storedKey(await openKeyFile(path.join(folder, 'old.json'), holding()));
      const file = path.join(folder, 'vault.json');
      await expect(openKeyFile(file, holding(key))).rejects.toThrow(/from your backup/);
      await expect(access(file)).rejects.toThrow();
    }));

  it('refuses to create a new file when every key in the database is destroyed', () =>
    inTempFolder(async (folder) => {
      const onlyDestroyed: StoredKeys = { isEmpty: async () => false, samples: async () => [] };
      await expect(openKeyFile(path.join(folder, 'vault.json'), onlyDestroyed)).rejects.toThrow(/from your backup/);
    }));

  it('refuses the key file of another database', () =>
    inTempFolder(async (folder) => {
      const key = await storedKey(await openKeyFile(path.join(folder, 'one.json'), holding()));
      const other = path.join(folder, 'other.json');
      await openKeyFile(other, holding());
      await expect(openKeyFile(other, holding(key))).rejects.toThrow(/belongs to this database/);
    }));
});
