import { titleFrom } from './chat-title.js';

describe('titleFrom', () => {
  it('takes the first line that has words', () => {
    expect(titleFrom('\n\nWhat is on page 17?\nAnd on page 18?', [])).toBe('What is on page 17?');
  });

  it('drops Markdown marks in front', () => {
    expect(titleFrom('## Quarterly   report', [])).toBe('Quarterly report');
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
