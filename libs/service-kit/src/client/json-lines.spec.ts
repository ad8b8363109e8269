import { Readable } from 'node:stream';
import { z } from 'zod';
import { readJsonLines } from './json-lines.js';

const Line = z.object({ name: z.string() });
const read = async (chunks: (string | Buffer)[]) => {
  const found: string[] = [];
  for await (const { name } of readJsonLines(Readable.from(chunks, { objectMode: false }), Line)) found.push(name);
  return found;
};

describe('readJsonLines', () => {
  it('reads lines whatever the chunk borders', async () => {
    const bytes = Buffer.from('{"name":"Zoë"}\n{"name":"b"}\r\n');
    for (let cut = 1; cut < bytes.length; cut += 1) expect(await read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(['Zoë', 'b']);
  });

  it('leaves out empty lines and one that is cut off', async () => {
    expect(await read(['\n\n{"name":"a"}\n \n{"name":"b"'])).toEqual(['a']);
  });

  it.each(['{"name":1}\n', 'null\n', '{\n', `${'x'.repeat(70_000)}`])('fails at a line that does not fit (%#)', async (text) => {
    await expect(read(['{"name":"a"}\n', text])).rejects.toThrow();
  });

  it('fails with what the body fails with', async () => {
    const body = new Readable({ read: () => undefined });
    body.push('{"name":"a"}\n');
    const reading = (async () => {
      for await (const { name } of readJsonLines(body, Line)) if (name === 'a') body.destroy(new Error('cut'));
    })();
    await expect(reading).rejects.toThrow('cut');
  });

  it('gives the body up when nobody wants more', async () => {
    const body = Readable.from(['{"name":"a"}\n{"name":"b"}\n'], { objectMode: false });
    for await (const { name } of readJsonLines(body, Line)) if (name === 'a') break;
    expect(body.destroyed).toBe(true);
  });
});
