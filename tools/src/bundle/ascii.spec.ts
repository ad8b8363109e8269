import { SourceMap } from 'node:module';
import { runInNewContext } from 'node:vm';
import { toAscii } from './ascii.ts';

const codeOf = (code: string): string => toAscii({ code, mappings: '' }).code;
const valueOf = (code: string): unknown => runInNewContext(code);

it.each([
  ['a string', '"ä–✅"', 'ä–✅'],
  ['a character of two units', '"🎉".length', 2],
  ['a template', '`…${1}€`', '…1€'],
  ['a pattern', '/[à-ÿ]+/.exec("xéy")[0]', 'é'],
  ['a pattern of code points', '/^[😀-😂]$/u.test("😁")', true],
  ['a name', 'const größe = 3; größe', 3],
  ['an escape that says nothing', '"\\é"', 'é'],
  ['a backslash before it', '"\\\\é"', '\\é'],
  ['an escape that says nothing in a pattern', '/^\\é$/.test("é")', true],
])('%s means the same in ASCII', (_what, code, value) => {
  expect(codeOf(code)).toMatch(/^[\0-\x7f]+$/);
  expect(valueOf(codeOf(code))).toBe(value);
  expect(valueOf(code)).toBe(value);
});

it('leaves a tagged template as its author wrote it', () => {
  const code = 'String.raw`é`+"é"';
  expect(codeOf(code)).toBe('String.raw`é`+"\\u00e9"');
  expect(valueOf(codeOf(code))).toBe('éé');
});

it('leaves ASCII alone', () => {
  expect(toAscii({ code: '"a\\u00e9"', mappings: 'AAAA,CAAC' })).toEqual({ code: '"a\\u00e9"', mappings: 'AAAA,CAAC' });
});

it('moves what the source map says of a line that grew, and of no other', () => {
  // Three places of the first line: 0, 4 and 6, and column 2 of the second.
  const before = { code: '"é";a;b\nc;d', mappings: 'AAAA,IAAI,EAAE;EACF' };
  const { code, mappings } = toAscii(before);
  const map = (text: string) => new SourceMap({ version: 3, file: '', sources: ['a.ts'], sourcesContent: [], names: [], mappings: text, sourceRoot: '' });
  const origins = (text: string, places: [number, number][]) => places.map(([line, column]) => map(text).findEntry(line, column));
  const where = (text: string, name: string): [number, number] => [text.slice(0, text.indexOf(name)).split('\n').length - 1, text.indexOf(name) - text.lastIndexOf('\n', text.indexOf(name)) - 1];
  const original = origins(before.mappings, ['a', 'b', 'd'].map((name) => where(before.code, name)));
  const moved = origins(mappings, ['a', 'b', 'd'].map((name) => where(code, name)));
  expect(original.map((entry) => 'originalColumn' in entry && [entry.originalLine, entry.originalColumn])).toEqual([[0, 4], [0, 6], [1, 4]]);
  expect(moved.map((entry) => 'originalColumn' in entry && [entry.originalLine, entry.originalColumn])).toEqual([[0, 4], [0, 6], [1, 4]]);
  expect(moved.map((entry) => 'generatedColumn' in entry && entry.generatedColumn)).toEqual([9, 11, 2]);
});
