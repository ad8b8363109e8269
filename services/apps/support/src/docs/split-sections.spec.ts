import { splitSections } from './split-sections.js';

const split = (markdown: string) => splitSections('docs/a.md', markdown);

it('gives each heading its own text, with the titles above it', () => {
  expect(split('# Operate\n\nIntro.\n\n## Backups\n\nRun it.\n\n### Restore\n\nBack.\n\n## Updates\n\nNew.')).toEqual([
    { file: 'docs/a.md', heading: 'Operate', above: '', text: 'Intro.' },
    { file: 'docs/a.md', heading: 'Backups', above: 'Operate', text: 'Run it.' },
    { file: 'docs/a.md', heading: 'Restore', above: 'Operate Backups', text: 'Back.' },
    { file: 'docs/a.md', heading: 'Updates', above: 'Operate', text: 'New.' },
  ]);
});

it('takes no comment in a code block for a heading', () => {
  const [section, ...more] = split('# A\n\n```sh\n# not a heading\n\nrun\n```');
  expect(section?.text).toBe('```sh\n# not a heading\n\nrun\n```');
  expect(more).toEqual([]);
});

it('names text before any heading after the file', () => {
  expect(split('Hello.')).toMatchObject([{ heading: 'a.md', text: 'Hello.' }]);
});

it('reads titles without their marks', () => {
  expect(split('## `mateship` **[backup](x.md)** ##\n\ntext')).toMatchObject([{ heading: 'mateship backup' }]);
});

it('leaves headings without text out, but keeps them above others', () => {
  expect(split('# A\n\n## B\n\ntext\r\n')).toEqual([{ file: 'docs/a.md', heading: 'B', above: 'A', text: 'text' }]);
});

it('forgets deeper titles when a higher one comes', () => {
  expect(split('# A\n\n### Deep\n\nx\n\n# B\n\n## C\n\ny').at(-1)).toMatchObject({ heading: 'C', above: 'B' });
});

it('cuts long sections between paragraphs, never inside a code block', () => {
  const paragraph = 'word '.repeat(100).trim();
  const code = `\`\`\`\n${'line\n\n'.repeat(300)}\`\`\``;
  const sections = split(`# A\n\n${paragraph}\n\n${paragraph}\n\n${paragraph}\n\n${code}`);
  expect(sections.map((section) => section.text)).toEqual([`${paragraph}\n\n${paragraph}`, paragraph, code]);
});

it('finds nothing in an empty file', () => {
  expect(split('\n\n')).toEqual([]);
});
