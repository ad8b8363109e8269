import { randomBytes } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { chatContext, contentKey, flipBit } from '../../test/fixtures.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { createOpenStream, createSealStream } from './envelope-stream.js';
import { openBytes, sealBytes } from './envelope.js';

const CHUNK = 16_384;

function pieces(data: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(data.length / size) }, (_, index) => data.subarray(index * size, (index + 1) * size));
}

async function through(transform: Transform, parts: Buffer[]): Promise<{ out: Buffer; error: unknown }> {
  const out: Buffer[] = [];
  const error: unknown = await pipeline(Readable.from(parts), transform, async (source) => {
    for await (const piece of source) out.push(piece as Buffer);
  }).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { out: Buffer.concat(out), error };
}

describe('streams', () => {
  it.each([1, 7, 37, 93, 1000, CHUNK, CHUNK + 16, 100_000])('seal and open in parts of %p bytes what the whole functions do', async (size) => {
    const key = contentKey();
    const plaintext = randomBytes({ 1: 300, 7: CHUNK + 100 }[size] ?? 3 * CHUNK);
    const sealed = await through(createSealStream(key.secret, key, chatContext), pieces(plaintext, size));
    expect(openBytes(key.secret, chatContext, sealed.out).equals(plaintext)).toBe(true);
    const opened = await through(createOpenStream(key.secret, chatContext), pieces(sealBytes(key.secret, key, chatContext, plaintext), size));
    expect([opened.out.equals(plaintext), opened.error]).toEqual([true, null]);
  });

  it('seal and open an empty stream', async () => {
    const key = contentKey();
    const { out } = await through(createSealStream(key.secret, key, chatContext), []);
    expect(await through(createOpenStream(key.secret, chatContext), [out])).toEqual({ out: Buffer.alloc(0), error: null });
  });

  it('round-trip any parts', async () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 9000 }).map((bytes) => Buffer.from(bytes)), { maxLength: 8, size: 'max' });
    await fc.assert(
      fc.asyncProperty(parts, async (data) => {
        const key = contentKey();
        const sealed = await through(createSealStream(key.secret, key, chatContext), data.filter((part) => part.length > 0));
        const opened = await through(createOpenStream(key.secret, chatContext), [sealed.out]);
        expect([opened.out.equals(Buffer.concat(data)), opened.error]).toEqual([true, null]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([0, 3, 6, 37, 60, 93, 93 + CHUNK + 16, 93 + 2 * (CHUNK + 16), 93 + 2 * (CHUNK + 16) + 10])('fail at a cut after %p bytes', async (length) => {
    const key = contentKey();
    const sealed = sealBytes(key.secret, key, chatContext, randomBytes(2 * CHUNK + 100));
    const { error } = await through(createOpenStream(key.secret, chatContext), pieces(sealed.subarray(0, length), 5000));
    expect(error).toBeInstanceOf(DecryptionError);
  });

  it('give out only chunks before the damaged one', async () => {
    const key = contentKey();
    const plaintext = randomBytes(4 * CHUNK);
    const damaged = flipBit(sealBytes(key.secret, key, chatContext, plaintext), (93 + 2 * (CHUNK + 16) + 5) * 8);
    const { out, error } = await through(createOpenStream(key.secret, chatContext), pieces(damaged, 4096));
    expect(error).toBeInstanceOf(DecryptionError);
    expect(plaintext.subarray(0, out.length).equals(out)).toBe(true);
    expect(out.length).toBeLessThanOrEqual(2 * CHUNK);
  });

  it('need the secret only while they are made', async () => {
    const key = contentKey();
    const secret = Buffer.from(key.secret);
    const sealing = createSealStream(secret, key, chatContext);
    secret.fill(0);
    const { out } = await through(sealing, [Buffer.from('hello')]);
    key.secret.copy(secret);
    const opening = createOpenStream(secret, chatContext);
    secret.fill(0);
    expect((await through(opening, [out])).out.toString()).toBe('hello');
  });

  it('keep failing after the first fault', () => {
    const key = contentKey();
    const stream = createOpenStream(key.secret, chatContext);
    const errors: Error[] = [];
    stream.on('error', (error) => errors.push(error));
    stream.write(Buffer.from('not an envelope'));
    expect(stream.write(sealBytes(key.secret, key, chatContext, Buffer.alloc(1)))).toBe(false);
    expect(stream.read()).toBeNull();
  });
});
