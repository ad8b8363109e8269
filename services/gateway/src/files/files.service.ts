import { randomUUID } from 'node:crypto';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { DomainError, MAX_FILE_BYTES, type FileInfo, type KeyBinding } from '@mateship/contracts';
import { createOpenStream, createSealStream, encodeContext, openBytes, sealBytes } from '@mateship/crypto';
import { DataKeys } from '../keys/data-keys.js';
import { UnopenedContents } from '../keys/unopened-contents.js';
import { UnstoredKeys } from '../keys/unstored-keys/unstored-keys.js';
import { BlobStore } from '../platform/blob-store.js';
import { cleanFileName } from './file-name.js';
import { peek } from './peek.js';
import { detectFileType, SNIFF_BYTES } from './file-type.js';
import { FilesRepository, type StoredFile } from './files.repository.js';

/** What is inside the sealed `meta` of a file. */
interface FileMeta {
  name: string;
  mime: string;
}

/** A person's files: sealed under a key of their own while they stream in, opened while they stream out. */
const AT_ONCE = 100;

@Injectable()
export class FilesService {
  constructor(
    private readonly files: FilesRepository,
    private readonly blobs: BlobStore,
    private readonly keys: DataKeys,
    private readonly unopened: UnopenedContents,
    private readonly unstored: UnstoredKeys,
  ) {}

  /** What a store that breaks off leaves goes with its key, which nothing has claimed then. */
  async store(ownerId: string, name: string, body: Readable): Promise<FileInfo> {
    const { head, rest } = await peek(body, SNIFF_BYTES);
    const mime = detectFileType(head);
    if (!mime) {
      rest.resume();
      throw new DomainError('UNSUPPORTED_MEDIA_TYPE', { message: 'Upload a PDF, a PNG or JPEG image, or a plain text file.' });
    }
    const id = randomUUID();
    const binding = fileBinding(ownerId, id);
    const key = await this.keys.create(binding);
    const meta: FileMeta = { name: cleanFileName(name), mime };
    const counter = new ByteCounter(MAX_FILE_BYTES);
    const sealedMeta = await this.keys.use(binding, key, (dataKey) => sealBytes(dataKey, key, metaContext(ownerId, id), Buffer.from(JSON.stringify(meta))));
    const sealer = await this.keys.use(binding, key, (dataKey) => createSealStream(dataKey, key, contentContext(ownerId, id)));
    const sealed = new PassThrough();
    await this.unstored.holding(key.keyId, () => Promise.all([pipeline(rest, counter, sealer, sealed), this.blobs.put(id, sealed)]));
    const createdAt = await this.files.insert({ id, ownerId, key, meta: sealedMeta, size: counter.bytes });
    if (!createdAt) {
      // Who gave the key up deleted what was there by then; the end of the content may have come later.
      await this.blobs.delete(id);
      throw new DomainError('KMS_UNAVAILABLE', { retryAfter: 1 });
    }
    return { id, ...meta, size: counter.bytes, createdAt: createdAt.toISOString() };
  }

  async info(ownerId: string, id: string): Promise<FileInfo> {
    return this.describe(await this.require(ownerId, id));
  }

  async open(ownerId: string, id: string): Promise<{ info: FileInfo; body: Readable }> {
    const file = await this.require(ownerId, id);
    const info = await this.describe(file);
    const sealed = await this.blobs.get(id);
    if (!sealed) throw new DomainError('DECRYPTION_FAILED');
    const binding = fileBinding(ownerId, id);
    const opener = await this.keys.use(binding, file.key, (dataKey) => createOpenStream(dataKey, contentContext(ownerId, id)));
    pipeline(sealed, opener).catch((error: unknown) => opener.destroy(error instanceof Error ? error : new Error('unreadable')));
    return { info, body: Readable.from(this.reporting(binding, opener), { objectMode: false }) };
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.erase(await this.require(ownerId, id));
  }

  /** Deletes every file of somebody. */
  async deleteAllOf(ownerId: string): Promise<void> {
    for (let batch = await this.files.ofOwner(ownerId, AT_ONCE); batch.length > 0; batch = await this.files.ofOwner(ownerId, AT_ONCE)) {
      for (const file of batch) await this.erase(file);
    }
  }

  /** The key first: what is left of the file when this breaks off can never be read. The row last: until then it can be taken up again. */
  private async erase({ ownerId, id, key }: StoredFile): Promise<void> {
    await this.keys.destroy(fileBinding(ownerId, id), key);
    await this.blobs.delete(id);
    await this.files.delete(ownerId, id);
  }

  private async require(ownerId: string, id: string): Promise<StoredFile> {
    const file = await this.files.find(ownerId, id);
    if (!file) throw new DomainError('NOT_FOUND');
    return file;
  }

  private async describe(file: StoredFile): Promise<FileInfo> {
    const { id, ownerId } = file;
    const meta = await this.keys.use(fileBinding(ownerId, id), file.key, (dataKey) => openBytes(dataKey, metaContext(ownerId, id), file.meta));
    const { name, mime } = JSON.parse(meta.toString()) as FileMeta;
    return { id, name, mime, size: file.size, createdAt: file.createdAt.toISOString() };
  }

  /** Bytes as they are opened; ends with an error of ours where one does not open. */
  private async *reporting(binding: KeyBinding, opener: Readable): AsyncGenerator<Buffer> {
    try {
      yield* opener as AsyncIterable<Buffer>;
    } catch (fault) {
      throw this.unopened.errorOf(binding, fault);
    }
  }
}

function fileBinding(ownerId: string, id: string): KeyBinding {
  return { purpose: 'file', ownerId, objectId: id };
}

function metaContext(ownerId: string, id: string): Buffer {
  return encodeContext({ use: 'file-meta', ownerId, fileId: id });
}

function contentContext(ownerId: string, id: string): Buffer {
  return encodeContext({ use: 'file-content', ownerId, fileId: id });
}

class ByteCounter extends Transform {
  bytes = 0;

  constructor(private readonly limit: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null, data?: Buffer) => void): void {
    this.bytes += chunk.length;
    if (this.bytes > this.limit) done(new DomainError('PAYLOAD_TOO_LARGE', { message: 'Files may hold at most 25 MB.' }));
    else done(null, chunk);
  }
}
