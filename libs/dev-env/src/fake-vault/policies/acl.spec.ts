import { Acl } from './acl.js';
import { parsePolicy } from './hcl.js';

const acl = (...sources: string[]) => new Acl(sources.flatMap(parsePolicy));
const rules = (...paths: string[]) => acl(...paths.map((path) => `path "${path}" { capabilities = ["read"] }`));

describe('the rule for a path', () => {
  it.each([
    ['the exact one before all others', ['a/b', 'a/*', 'a/+', '*'], 'a/b', 'a/b'],
    ['the one whose first wildcard comes later', ['a/*', 'a/b/*'], 'a/b/c', 'a/b/*'],
    ['the one without a star', ['a/+/c', 'a/*'], 'a/b/c', 'a/+/c'],
    ['the one with fewer pluses', ['+/+/c', '+/b/c'], 'a/b/c', '+/b/c'],
    ['the longer one', ['+/b*', '+/bc*'], 'a/bcd', '+/bc*'],
  ])('is %s', (_what, paths, path, winner) => {
    expect(rules(...paths).ruleFor(path)?.path).toBe(winner);
    expect(rules(...[...paths].reverse()).ruleFor(path)?.path).toBe(winner);
  });

  it.each([['a/b', 'a/bc'], ['a/+', 'a/b/c'], ['a/+', 'a/'], ['+', 'a/b'], ['a.b', 'aXb'], ['a/*', 'ab']])('%s is not for %s', (pattern, path) => {
    expect(rules(pattern).ruleFor(path)).toBeUndefined();
  });

  it('that lists is found with and without the slash at the end', () => {
    expect(rules('a/keys/').allows('a/keys', 'list', {}, 0)).toBe(false);
    expect(acl('path "a/keys/" { capabilities = ["list"] }').allows('a/keys', 'list', {}, 0)).toBe(true);
  });
});

describe('capabilities', () => {
  it('are the sum of rules for the same path, unless one denies', () => {
    expect(acl('path "a" { capabilities = ["read"] }', 'path "a" { capabilities = ["update"] }').capabilities('a')).toEqual(['read', 'update']);
    expect(acl('path "a" { capabilities = ["read"] }', 'path "a" { capabilities = ["deny"] }').capabilities('a')).toEqual(['deny']);
    expect(rules('b').capabilities('a')).toEqual(['deny']);
  });
});

describe('parameters', () => {
  const allows = (constraints: string, fields: Record<string, unknown>) => acl(`path "a" {\n capabilities = ["update"]\n ${constraints}\n}`).allows('a', 'update', fields, 0);

  it.each([
    ['required_parameters = ["name"]', { name: 'x' }, true],
    ['required_parameters = ["name"]', {}, false],
    ['denied_parameters = { "name" = [] }', { name: 'x' }, false],
    ['denied_parameters = { "name" = ["x"] }', { name: 'y' }, true],
    ['denied_parameters = { "*" = [] }', { other: 1 }, false],
    ['allowed_parameters = { "name" = ["x*"] }', { name: 'xyz' }, true],
    ['allowed_parameters = { "name" = ["x*"] }', { name: 'abc' }, false],
    ['allowed_parameters = { "name" = [] }', { other: 'x' }, false],
    ['allowed_parameters = { "name" = ["x"], "*" = [] }', { other: 'x' }, true],
    ['allowed_parameters = { "count" = [3] }', { count: 3 }, true],
  ])('%s decide about %j: %s', (constraints, fields, expected) => {
    expect(allows(constraints, fields)).toBe(expected);
  });
});
