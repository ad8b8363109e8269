import { collect } from '../../test/collect.js';
import { readEvents, type ServerSentEvent } from './read-events.js';

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function read(...chunks: (string | Uint8Array)[]): Promise<ServerSentEvent[]> {
  return collect(readEvents(streamOf(...chunks)));
}

describe('readEvents', () => {
  it('reads id, event and data', async () => {
    expect(await read('id: 7\nevent: delta\ndata: {"text":"a"}\n\n')).toEqual([{ id: '7', event: 'delta', data: '{"text":"a"}' }]);
  });

  it('reads the same events wherever the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(': hello\r\nid: 1\r\nevent: delta\r\ndata: Grüße 🙂\r\n\r\nid: 2\rdata: b\r\rdata: c\n\n');
    const whole = await read(bytes);
    expect(whole.map(({ data }) => data)).toEqual(['Grüße 🙂', 'b', 'c']);
    for (let cut = 1; cut < bytes.length; cut += 1) expect(await read(bytes.slice(0, cut), bytes.slice(cut))).toEqual(whole);
    expect(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('joins several data lines by a line feed', async () => {
    expect((await read('data: one\ndata: two\n\n'))[0]?.data).toBe('one\ntwo');
  });

  it('takes off one leading space only', async () => {
    expect((await read('data:  two spaces\n\ndata:none\n\n')).map(({ data }) => data)).toEqual([' two spaces', 'none']);
  });

  it('skips comments, unknown fields and events without data', async () => {
    expect(await read(': ping\n\nretry: 10\nevent: empty\n\ndata: x\n\n')).toEqual([{ id: '', event: 'message', data: 'x' }]);
  });

  it('keeps the last id for events without one and ignores an id with NUL', async () => {
    const events = await read('id: 4\ndata: a\n\ndata: b\n\nid: 5\0\ndata: c\n\n');
    expect(events.map(({ id }) => id)).toEqual(['4', '4', '4']);
  });

  it('drops an event that was not finished', async () => {
    expect(await read('data: whole\n\nid: 2\ndata: half\n')).toHaveLength(1);
  });

  it('reads a field name without a colon as an empty value', async () => {
    expect((await read('data\n\n'))[0]?.data).toBe('');
  });

  it('cancels the body when the reader leaves early', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: x\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const event of readEvents(endless)) if (event) break;
    expect(cancelled).toBe(true);
  });
});
