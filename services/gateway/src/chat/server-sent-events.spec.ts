import { formatServerSentEvent, ServerSentEventParser, type ServerSentEvent } from './server-sent-events.js';

function read(...chunks: (string | Buffer)[]): ServerSentEvent[] {
  const parser = new ServerSentEventParser();
  return chunks.flatMap((chunk) => parser.push(Buffer.from(chunk)));
}

describe('ServerSentEventParser', () => {
  it('reads events whatever the chunk borders', () => {
    const bytes = Buffer.from('event: delta\ndata: {"text":"Größe 😀"}\n\nevent: finish\ndata: {}\n\n');
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([
        { event: 'delta', data: '{"text":"Größe 😀"}' },
        { event: 'finish', data: '{}' },
      ]);
    }
  });

  it('drops comments and blocks without data', () => {
    expect(read(': ping\n\n', 'event: nothing\n\n', 'data: x\n\n')).toEqual([{ event: 'message', data: 'x' }]);
  });

  it('joins several data lines', () => {
    expect(read('data: a\ndata: b\n\n')).toEqual([{ event: 'message', data: 'a\nb' }]);
  });

  it('does not give an event that broke off', () => {
    expect(read('data: whole\n\ndata: half')).toEqual([{ event: 'message', data: 'whole' }]);
  });

  it('refuses an event without an end', () => {
    expect(() => read(...Array.from({ length: 10 }, () => 'x'.repeat(1024 * 1024)))).toThrow('too large');
  });
});

describe('formatServerSentEvent', () => {
  it('writes one event that reads back as one', () => {
    const text = formatServerSentEvent(7, 'delta', { text: 'two\nlines\r\n\r\nevent: forged\ndata: x' });
    expect(text.startsWith('id: 7\nevent: delta\ndata: ')).toBe(true);
    expect(read(text)).toHaveLength(1);
  });
});
