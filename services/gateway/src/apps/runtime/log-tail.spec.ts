import { LogTail } from './log-tail.js';

describe('LogTail', () => {
  it('keeps the last two hundred lines, oldest first', () => {
    const tail = new LogTail();
    for (let index = 0; index < 250; index += 1) tail.add(`line ${index}`);
    const lines = tail.lines();
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([200, 'line 50', 'line 249']);
  });

  it('cuts a line that would fill the memory', () => {
    const tail = new LogTail();
    tail.add('x'.repeat(1_000_000));
    expect(tail.lines()[0]).toHaveLength(2000);
  });
});
