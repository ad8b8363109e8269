import { Readable } from 'node:stream';
import { formatServerSentEvent, readServerSentEvents, type ServerSentEvent } from './server-sent-events.js';

async function read(...chunks: (string | Buffer)[]): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) events.push(event);
  return events;
}

describe('readServerSentEvents', () => {
  it('reads events whatever the chunk borders', async () => {
    const bytes = Buffer.from('event: delta\ndata: {"text":"Größe 😀"}\n\nevent: finish\ndata: {}\n\n');
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([
        { event: 'delta', data: '{"text":"Größe 😀"}' },
        { event: 'finish', data: '{}' },
      ]);
    }
  });

  it('drops comments and blocks without data', async () => {
    expect(await read(': ping\n\n', 'event: nothing\n\n', 'data: x\n\n')).toEqual([{ event: 'message', data: 'x' }]);
  });

  it('joins several data lines', async () => {
    expect(await read('data: a\ndata: b\n\n')).toEqual([{ event: 'message', data: 'a\nb' }]);
  });

  it('does not give an event that broke off', async () => {
    expect(await read('data: whole\n\ndata: half')).toEqual([{ event: 'message', data: 'whole' }]);
  });

  it('refuses an event without an end', async () => {
    await expect(read(...Array.from({ length: 10 }, () => 'x'.repeat(1024 * 1024)))).rejects.toThrow('too large');
  });
});

describe('formatServerSentEvent', () => {
  it('writes one event that reads back as one', async () => {
    const text = formatServerSentEvent(7, 'delta', { text: 'two\nlines\r\n\r\nevent: forged\ndata: x' });
    expect(text.startsWith('id: 7\nevent: delta\ndata: ')).toBe(true);
    expect(await read(text)).toHaveLength(1);
  });
});
