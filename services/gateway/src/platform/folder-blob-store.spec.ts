import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { eventually } from '@mateship/dev-env';
import { blobStoreContract } from '../../test/support/blob-store-contract.js';
import { FolderBlobStore } from './folder-blob-store.js';

/** Some bytes and then the fault, as a write that does not fit any more. */
function* endingWith(error: Error): Generator<Buffer> {
  yield Buffer.alloc(1024);
  throw error;
}

describe('FolderBlobStore', () => {
  blobStoreContract(async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'blobs-'));
    const remains = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
    return { store: new FolderBlobStore(folder), remains, close: () => rm(folder, { recursive: true, force: true }) };
  });

  it('says that it cannot take files when the disk is full, and leaves nothing of them', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'blobs-'));
    const full = Readable.from(endingWith(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })));
    await expect(new FolderBlobStore(folder).put(randomUUID(), full)).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE' });
    expect((await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('says that it cannot take a file that was deleted while it was written', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'blobs-'));
    const id = randomUUID();
    const store = new FolderBlobStore(folder);
    const body = new PassThrough();
    body.write(Buffer.alloc(1024));
    const put = store.put(id, body);
    await eventually(async () => (await readdir(folder, { recursive: true })).some((name) => name.endsWith('.part')));
    await store.delete(id);
    body.end();
    await expect(put).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE' });
    expect(await store.get(id)).toBeNull();
    await rm(folder, { recursive: true });
  });

  it('takes away what a server that was killed had written of a file', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'blobs-'));
    const [id, other] = [randomUUID(), randomUUID()];
    const files = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
    const endless = new PassThrough();
    endless.write(Buffer.alloc(1024));
    const put = new FolderBlobStore(folder).put(id, endless).catch(() => 'cut');
    await eventually(async () => (await files()).length === 1);
    await new FolderBlobStore(folder).put(other, Readable.from([Buffer.from('sealed')]));
    await new FolderBlobStore(folder).delete(id);
    expect(await files()).toEqual([other]);
    endless.destroy();
    expect(await put).toBe('cut');
    await rm(folder, { recursive: true });
  });
});
