import { EventDataParser } from './event-data.js';

function read(...chunks: (string | Buffer)[]): string[] {
  const parser = new EventDataParser();
  return chunks.flatMap((chunk) => parser.push(Buffer.from(chunk)));
}

describe('the data of server-sent events', () => {
  it('is whole wherever the bytes were cut', () => {
    const bytes = Buffer.from('data: {"a":"Größe 😀"}\n\ndata: [DONE]\n\n');
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(['{"a":"Größe 😀"}', '[DONE]']);
    }
  });

  it('is read with either line end, and with or without a space', () => {
    expect(read('data: a\r\n\r\ndata:b\n\ndata:  c\n\n')).toEqual(['a', 'b', ' c']);
  });

  it('is joined when it has several lines', () => {
    expect(read('data: a\ndata: b\n\n')).toEqual(['a\nb']);
  });

  it('comes without comments, names, ids and events that have none', () => {
    expect(read(': OPENROUTER PROCESSING\n\nevent: x\nid: 1\ndata: a\n\nevent: nothing\n\n')).toEqual(['a']);
  });

  it('is not given when its event broke off', () => {
    expect(read('data: whole\n\ndata: half\n')).toEqual(['whole']);
  });

  it('is refused when it does not end', () => {
    expect(() => read(...Array.from({ length: 10 }, () => 'x'.repeat(1024 * 1024)))).toThrow('too large');
  });
});
