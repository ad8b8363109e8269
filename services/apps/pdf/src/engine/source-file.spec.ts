import { Readable } from 'node:stream';
import { MAX_FILE_BYTES } from '@mateship/contracts';
import { failureOf } from '../../test/fixtures/engine.js';
import { readAll } from './source-file.js';

const calm = new AbortController().signal;
const file = (chunks: Iterable<Uint8Array>) => ({ name: 'a.pdf', size: 0, body: Readable.from(chunks, { objectMode: true }) });

describe('readAll', () => {
  it('puts the pieces together in memory that can be handed over', async () => {
    const bytes = await readAll(file([Buffer.from('%PDF'), Buffer.from('-1.7')]), calm);
    expect(Buffer.from(bytes).toString()).toBe('%PDF-1.7');
    expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
  });

  it('stops reading a file that is larger than an upload can be', async () => {
    let read = 0;
    function* endless(): Generator<Uint8Array> {
      for (;;) {
        read += 1;
        yield new Uint8Array(1024 * 1024);
      }
    }
    expect(await failureOf(readAll(file(endless()), calm))).toMatchObject({ code: 'PDF_LIMIT', details: { limit: MAX_FILE_BYTES } });
    expect(read).toBeLessThan(MAX_FILE_BYTES / 1024 / 1024 + 30);
  });

  it('stops when the caller is gone', async () => {
    await expect(readAll(file([new Uint8Array(1)]), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
