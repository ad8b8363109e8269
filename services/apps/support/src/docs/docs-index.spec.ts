import { DocsIndex } from './docs-index.js';

const section = (heading: string, text: string, above = '') => ({ file: `docs/${heading}.md`, heading, above, text });
const SECTIONS = [
  section('Backups', 'Run `mateship backup` every night.', 'Operate'),
  section('Invites', 'An admin creates an invite and sends its link to the person.', 'Users'),
  section('API keys', 'Make a key under Settings. Invited people can make keys too.', 'Users'),
  section('Encryption', 'Every chat has its own key.'),
];
const index = DocsIndex.of(SECTIONS);
const first = (query: string) => index.search(query, 5)[0]?.heading;

it.each([
  ['how do I back up?', 'Backups'],
  ['backup', 'Backups'],
  ['How can I invite a person', 'Invites'],
  ['inviting somebody', 'Invites'],
  ['where do I create API keys', 'API keys'],
  ['encrypton', 'Encryption'],
  ['is my chat encrypted', 'Encryption'],
])('finds for "%s" %s first', (query, heading) => {
  expect(first(query)).toBe(heading);
});

it('gives file, heading, text and score, best first, and no more than asked for', () => {
  const hits = index.search('invite keys', 2);
  expect(hits).toHaveLength(2);
  expect(Object.keys(hits[0] ?? {})).toEqual(['file', 'heading', 'text', 'score']);
  expect(hits[0]?.score).toBeGreaterThanOrEqual(hits[1]?.score ?? Infinity);
});

it.each(['', 'how do I', '?!', 'zzzzqqqq', '__proto__ constructor'])('finds nothing for "%s"', (query) => {
  expect(index.search(query, 5)).toEqual([]);
});
