import { isHarmless, MAX_JSON_DEPTH } from './json-shape.js';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

it.each([
  ['a number', 1],
  ['null', null],
  ['the deepest allowed', nested(MAX_JSON_DEPTH)],
  ['what is wide but flat', Array.from({ length: 100_000 }, () => ({}))],
  ['a constructor that is only a word', JSON.parse('{"constructor":"Bauer AG"}')],
])('takes %s', (_name, value) => {
  expect(isHarmless(value)).toBe(true);
});

it.each([
  ['one level too many', nested(MAX_JSON_DEPTH + 1)],
  ['depth in the last of many siblings', { a: 1, b: [[], nested(MAX_JSON_DEPTH)] }],
  ['__proto__ deep inside', JSON.parse('{"a":[{"__proto__":{}}]}')],
  ['__proto__ that is null', JSON.parse('{"__proto__":null}')],
  ['constructor.prototype', JSON.parse('{"constructor":{"prototype":{}}}')],
])('refuses %s', (_name, value) => {
  expect(isHarmless(value)).toBe(false);
});

it('bears a million levels', () => {
  let value: unknown = [];
  for (let depth = 0; depth < 1_000_000; depth++) value = [value];
  expect(isHarmless(value)).toBe(false);
});
