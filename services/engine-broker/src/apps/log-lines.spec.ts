import { readLogLines } from './log-lines.js';

function frame(text: string, stream = 1): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

describe('readLogLines', () => {
  it('reads output and errors in their order', () => {
    expect(readLogLines(Buffer.concat([frame('one\n'), frame('two\n', 2), frame('three')]), 10)).toEqual(['one', 'two', 'three']);
  });

  it('joins what is cut across frames, in the middle of a character too', () => {
    const bytes = Buffer.from('Zoë\n');
    const parts = [bytes.subarray(0, 3), bytes.subarray(3)].map((part) => {
      const header = frame('').subarray(0, 8);
      header.writeUInt32BE(part.length, 4);
      return Buffer.concat([header, part]);
    });
    expect(readLogLines(Buffer.concat(parts), 10)).toEqual(['Zoë']);
  });

  it('keeps the last lines, each to 4,096 characters', () => {
    expect(readLogLines(frame(`a\n\n${'x'.repeat(5000)}\n`), 2)).toEqual(['', 'x'.repeat(4096)]);
  });

  it.each([Buffer.alloc(0), Buffer.from([1, 0, 0]), Buffer.concat([frame('whole\n'), Buffer.from([1, 0, 0, 0, 0, 0, 0, 9, 65])])])('bears an answer that breaks off', (bytes) => {
    expect(readLogLines(bytes, 10).join()).toMatch(/^(whole,A)?$/);
  });
});
