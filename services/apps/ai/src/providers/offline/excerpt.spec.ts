import { CONNECT } from '../../../test/fixtures/manual.js';
import { excerpt, plainText } from './excerpt.js';

describe('an excerpt of the manual', () => {
  it('is all of a short section, with its list and its code', () => {
    expect(excerpt(CONNECT.text, 'connect a model')).toBe(CONNECT.text.replace('[the offline assistant](../x.md)', 'the offline assistant'));
  });

  it.each([
    ['[Connect one](run-it.md#how-do-i-connect-a-language-model).', 'Connect one.'],
    ['see [the table](../a.md "Title") and [that][ref]', 'see the table and that'],
    ['![A picture](a.png) of it', 'A picture of it'],
    ['[a [b](c) d', '\\[a b d'],
    ['as shown [3] <b>', 'as shown \\[3\\] \\<b\\>'],
    ['`[x](y)` and `<app>`', '`[x](y)` and `<app>`'],
    ['```md\n[x](y)\n```', '```md\n[x](y)\n```'],
  ])('reads %j as %j', (markdown, text) => {
    expect(excerpt(markdown, '')).toBe(text);
  });

  it('takes of a long section the beginning and the blocks that fit the question', () => {
    const other = 'Something about the weather in spring. '.repeat(15).trim();
    const long = `Begin here.\n\n${other}\n\n${other}\n\nThe port is set by an option:\n\n\`\`\`sh\n./start-server.sh --port 8090\n\`\`\``;
    const shown = excerpt(long, 'How do I change the port?');
    expect(shown).toMatch(/^Begin here\.\n\n/);
    expect(shown).toMatch(/The port is set by an option:\n\n```sh\n.*--port 8090\n```$/);
    expect(shown.length).toBeLessThan(1000);
  });

  it('never cuts a block of code, blank lines in it included', () => {
    const code = `\`\`\`sh\nfirst\n\n- second\n\`\`\``;
    expect(excerpt(`Run:\n\n${code}`, 'run')).toContain(code);
  });

  it.each(['', '\n\n'])('is nothing of nothing: %j', (markdown) => {
    expect(excerpt(markdown, 'port')).toBe('');
  });
});

describe('plain text', () => {
  it('is without the marks of Markdown', () => {
    expect(plainText('**Bold** and `code` \\[3\\]\n\n```sh\nrun\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |')).toBe('Bold and code [3]\n\nrun\n\na | b\n1 | 2');
  });
});
