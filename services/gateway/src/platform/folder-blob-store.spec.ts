import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { blobStoreContract } from '../../test/support/blob-store-contract.js';
import { FolderBlobStore } from './folder-blob-store.js';

describe('FolderBlobStore', () => {
  blobStoreContract(async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'blobs-'));
    const remains = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
    return { store: new FolderBlobStore(folder), remains, close: () => rm(folder, { recursive: true, force: true }) };
  });
});
