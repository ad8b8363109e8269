import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { peek } from './peek.js';

describe('peek', () => {
  it.each([0, 1, 5, 1000])('shows the first bytes and loses none of %i', async (length) => {
    const content = 'abcdefghij'.repeat(length);
    const chunks = content.match(/.{1,7}/g) ?? [];
    const { head, rest } = await peek(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), 16);
    expect(head.toString()).toBe(content.slice(0, 16));
    expect(await text(rest)).toBe(content);
  });

  it('passes on a fault of the source', async () => {
    const source = Readable.from(
      (async function* () {
        yield Buffer.alloc(32);
        throw new Error('cut');
      })(),
    );
    const { rest } = await peek(source, 16);
    await expect(text(rest)).rejects.toThrow('cut');
  });
});
