import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { FolderBlobStore } from './folder-blob-store.js';

describe('FolderBlobStore', () => {
  let folder: string;
  let blobs: FolderBlobStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'blobs-'));
    blobs = new FolderBlobStore(folder);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was put', async () => {
    const id = randomUUID();
    await blobs.put(id, Readable.from([Buffer.from('sealed')]));
    expect(await text((await blobs.get(id))!)).toBe('sealed');
  });

  it('knows no blob that was never put or was deleted', async () => {
    const id = randomUUID();
    expect(await blobs.get(id)).toBeNull();
    await blobs.put(id, Readable.from([Buffer.from('sealed')]));
    await blobs.delete(id);
    await blobs.delete(id);
    expect(await blobs.get(id)).toBeNull();
  });

  it('keeps nothing of a stream that breaks off', async () => {
    const id = randomUUID();
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(1000);
        throw new Error('cut');
      })(),
    );
    await expect(blobs.put(id, broken)).rejects.toThrow('cut');
    expect(await blobs.get(id)).toBeNull();
    expect(await readdir(path.join(folder, id.slice(0, 2)))).toEqual([]);
  });

  it('takes no id that could leave the folder', async () => {
    await expect(blobs.get('../../etc/passwd')).rejects.toThrow('UUID');
  });
});
