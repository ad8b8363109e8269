import { lastWords } from './last-words.js';

const logged = (level: string, message: string): string => JSON.stringify({ level, message });

describe('lastWords', () => {
  it('gives the last logged error', () => {
    expect(lastWords([logged('error', 'first'), logged('error', 'the database is newer'), logged('info', 'bye')])).toBe('the database is newer');
  });

  it('gives the message above a stack trace', () => {
    const lines = ['Error: no such table', '    at run (file:///main.mjs:1:1)', '    at main', '', 'Node.js v24.21.0'];
    expect(lastWords(lines)).toBe('Error: no such table');
  });

  it('leaves out the code that Node shows of an uncaught error', () => {
    const lines = ['file:///main.mjs:1', 'const program = 1; throw new TypeError("no");', '                   ^', '', 'TypeError: no', '    at file:///main.mjs:1:20', '', 'Node.js v24.21.0'];
    expect(lastWords(lines)).toBe('TypeError: no');
  });

  it('has nothing to say about a silent process', () => {
    expect(lastWords([])).toBe('');
    expect(lastWords([logged('info', 'listening')])).toBe('');
  });

  it('is bounded', () => {
    expect(lastWords(['x'.repeat(10_000)]).length).toBeLessThan(700);
  });
});
