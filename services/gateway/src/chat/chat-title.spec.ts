import { titleFrom } from './chat-title.js';

describe('titleFrom', () => {
  it('takes the first line that has words', () => {
    expect(titleFrom('\n\nWhat is on page 17?\nAnd on page 18?', [])).toBe('What is on page 17?');
  });

  it('drops Markdown marks in front', () => {
    expect(titleFrom('## Quarterly   report', [])).toBe('Quarterly report');
  });

  it.each([
    ['What does `a*b` do?', 'What does a*b do?'],
    ['Read **this** and [the guide](https://example.org/guide)', 'Read this and the guide'],
    ['![A chart](chart.png) explained', 'A chart explained'],
    ['Why does __init__ call snake_case twice?', 'Why does __init__ call snake_case twice?'],
    ['+ ~~no~~ yes', 'no yes'],
    ['**Bold** at the start', 'Bold at the start'],
    ['*Leaning* at the start', 'Leaning at the start'],
    ['* an item', 'an item'],
    ['2 * 3 * 4', '2 * 3 * 4'],
  ])('reads the words of %j', (content, title) => {
    expect(titleFrom(content, [])).toBe(title);
  });

  it('goes past the fence of a block of code', () => {
    expect(titleFrom('```js\nconst a = 1;\n```\nWhy?', [])).toBe('const a = 1;');
  });

  it('takes signs when there is nothing else', () => {
    expect([titleFrom('---\n```', []), titleFrom('```', [{ name: 'report.pdf' }])]).toEqual(['---', '```']);
  });

  it('cuts a long line of signs too, without reading all of it', () => {
    expect(titleFrom('['.repeat(1_000_000), [])).toBe(`${'['.repeat(59)}…`);
  });

  it('cuts a long line at a word', () => {
    const title = titleFrom(`${'word '.repeat(30)}end`, []);
    expect(title.length).toBeLessThanOrEqual(60);
    expect(title).toMatch(/word…$/);
  });

  it('cuts one endless word without breaking a character in two', () => {
    const title = titleFrom('😀'.repeat(80), []);
    expect(title.isWellFormed()).toBe(true);
    expect(title.length).toBeLessThanOrEqual(61);
  });

  it('takes the name of the file when there are no words', () => {
    expect(titleFrom('  ', [{ name: 'report.pdf' }])).toBe('report.pdf');
  });

  it('has a name for a chat about nothing', () => {
    expect(titleFrom('', [])).toBe('New chat');
  });
});
