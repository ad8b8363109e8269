import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BlobStore } from '../../src/platform/blob-store.js';

/** A store of a test's own. */
export interface OpenedStore {
  store: BlobStore;
  /** What lies in it, also what nobody could ask for: parts, files on their way. */
  remains(): Promise<string[]>;
  close(): Promise<void>;
}

const CHUNK = 64 * 1024;
const MEBIBYTE = 1024 * 1024;
/** Memory for a few parts of a blob. */
const ENOUGH = 28 * MEBIBYTE;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/**
 * Bytes of buffers that are in use. Garbage is collected only when all of them are more than `enough`, and twice then:
 * the bytes of what the first finds are freed beside the program, and the second waits until they are.
 */
function bytesHeld(enough: number): number {
  for (let times = 0; times < 2 && process.memoryUsage().arrayBuffers > enough; times += 1) gc();
  return process.memoryUsage().arrayBuffers;
}

/** A stream of random bytes that tells how far it was drawn. */
export function randomStream(bytes: number): { stream: Readable; drawn(): number; digest(): string } {
  const hash = createHash('sha256');
  let drawn = 0;
  const chunks = function* (): Generator<Buffer> {
    for (; drawn < bytes; drawn += CHUNK) {
      const chunk = randomBytes(Math.min(CHUNK, bytes - drawn));
      hash.update(chunk);
      yield chunk;
    }
  };
  return { stream: Readable.from(chunks(), { objectMode: false, highWaterMark: CHUNK }), drawn: () => drawn, digest: () => hash.digest('hex') };
}

/** A stream that breaks after so many bytes. */
export function brokenStream(bytes: number): Readable {
  return Readable.from(
    (async function* () {
      for (let sent = 0; sent < bytes; sent += CHUNK) yield Buffer.alloc(Math.min(CHUNK, bytes - sent));
      throw new Error('cut');
    })(),
    { objectMode: false },
  );
}

/** What every {@link BlobStore} does. */
export function blobStoreContract(open: () => Promise<OpenedStore>): void {
  let opened: OpenedStore;
  let blobs: BlobStore;
  beforeEach(async () => {
    opened = await open();
    blobs = opened.store;
  });
  afterEach(() => opened.close());

  it.each([0, 1, 1000, 5 * MEBIBYTE - 1, 5 * MEBIBYTE, 5 * MEBIBYTE + 1, 12 * MEBIBYTE])('gives back %i bytes as they were put', async (size) => {
    const id = randomUUID();
    const bytes = randomBytes(size);
    await blobs.put(id, Readable.from(size ? [bytes] : [], { objectMode: false }));
    const given = await buffer((await blobs.get(id))!);
    expect(given.length).toBe(size);
    expect(given.equals(bytes)).toBe(true);
  });

  it('keeps what looks like the framing of a transfer', async () => {
    const id = randomUUID();
    const framing = '400;chunk-signature=00\r\nsealed\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    await blobs.put(id, Readable.from([Buffer.from(framing)]));
    expect(await text((await blobs.get(id))!)).toBe(framing);
  });

  it('knows no blob that was never put or was deleted', async () => {
    const id = randomUUID();
    expect(await blobs.get(id)).toBeNull();
    await blobs.put(id, Readable.from([Buffer.from('sealed')]));
    await blobs.delete(id);
    await blobs.delete(id);
    expect(await blobs.get(id)).toBeNull();
    expect(await opened.remains()).toEqual([]);
  });

  it.each([0, 1000, 12 * MEBIBYTE])('keeps nothing of a stream that breaks after %i bytes, and says why', async (size) => {
    const id = randomUUID();
    await expect(blobs.put(id, brokenStream(size))).rejects.toThrow('cut');
    expect(await blobs.get(id)).toBeNull();
    expect(await opened.remains()).toEqual([]);
  });

  it('keeps nothing of a stream that somebody destroys', async () => {
    const { stream } = randomStream(20 * MEBIBYTE);
    stream.once('data', () => setTimeout(() => stream.destroy(), 5));
    stream.pause();
    await expect(blobs.put(randomUUID(), stream)).rejects.toThrow();
    expect(await opened.remains()).toEqual([]);
  });

  it('keeps the earlier blob when a later one of its name breaks off', async () => {
    const id = randomUUID();
    await blobs.put(id, Readable.from([Buffer.from('first')]));
    await expect(blobs.put(id, brokenStream(1000))).rejects.toThrow('cut');
    expect(await text((await blobs.get(id))!)).toBe('first');
    await blobs.put(id, Readable.from([Buffer.from('second')]));
    expect(await text((await blobs.get(id))!)).toBe('second');
  });

  it('streams 60 MiB both ways and holds at most a few parts of them', async () => {
    const id = randomUUID();
    const { stream, drawn, digest } = randomStream(60 * MEBIBYTE);
    const before = bytesHeld(0);
    let most = 0;
    let measured = 0;
    const measure = (at: number) => {
      if (at - measured < 10 * MEBIBYTE) return;
      measured = at;
      most = Math.max(most, bytesHeld(before + ENOUGH) - before);
    };
    stream.on('data', () => measure(drawn()));
    stream.pause();
    await blobs.put(id, stream);
    measured = 0;
    const hash = createHash('sha256');
    let read = 0;
    for await (const chunk of (await blobs.get(id))!) {
      hash.update(chunk as Buffer);
      measure((read += (chunk as Buffer).length));
    }
    expect(hash.digest('hex')).toBe(digest());
    expect(most).toBeLessThan(ENOUGH);
  }, 180_000);

  it.each(['../../etc/passwd', '', 'a', `${randomUUID()}/../x`])('takes no id such as %j', async (id) => {
    await expect(blobs.get(id)).rejects.toThrow('UUID');
    await expect(blobs.put(id, Readable.from([]))).rejects.toThrow('UUID');
    await expect(blobs.delete(id)).rejects.toThrow('UUID');
  });
}
