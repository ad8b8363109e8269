import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '@mateship/contracts';
import { BlobStore } from './blob-store.js';

/** What a disk says that is full, read-only or broken, or from which somebody took what was being written. */
const DISK_FAULTS = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENOENT']);
const ID = /^[0-9a-f-]{36}$/;

/** {@link BlobStore} in a folder: written beside its final place, synced, then renamed. */
export class FolderBlobStore extends BlobStore {
  constructor(private readonly folder: string) {
    super();
  }

  async put(id: string, body: Readable): Promise<void> {
    const target = this.pathOf(id);
    const staging = stagingOf(target);
    try {
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await pipeline(body, createWriteStream(staging, { mode: 0o600, flush: true }));
      await rename(staging, target);
      await syncFolder(path.dirname(target));
    } catch (error) {
      await rm(staging, { force: true });
      throw isDiskFault(error) ? new DomainError('BLOBS_UNAVAILABLE', { cause: error }) : error;
    }
  }

  async get(id: string): Promise<Readable | null> {
    try {
      const file = await open(this.pathOf(id), 'r');
      return file.createReadStream();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async delete(id: string): Promise<void> {
    const target = this.pathOf(id);
    // Also what a put left that was killed.
    await Promise.all([target, stagingOf(target)].map((file) => rm(file, { force: true })));
  }

  private pathOf(id: string): string {
    if (!ID.test(id)) throw new Error('a blob id is a UUID');
    return path.join(this.folder, id.slice(0, 2), id);
  }
}

function stagingOf(target: string): string {
  return `${target}.part`;
}

function isDiskFault(error: unknown): boolean {
  return DISK_FAULTS.has(String((error as NodeJS.ErrnoException).code));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
