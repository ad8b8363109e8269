import { parsePolicy } from './hcl.js';

describe('a policy in HCL', () => {
  it('has blocks with capabilities, comments of three kinds and trailing commas', () => {
    const rules = parsePolicy(`
      # one
      path "a/*" { // two
        capabilities = ["read", "list",] /* three
        lines */
      }
      path "b" { capabilities = [] }
    `);
    expect(rules).toEqual([{ path: 'a/*', capabilities: ['read', 'list'], attributes: {} }, { path: 'b', capabilities: [], attributes: {} }]);
  });

  it('keeps parameters and wrapping times', () => {
    const [rule] = parsePolicy(`
      path "a" {
        capabilities = ["update"]
        min_wrapping_ttl = "1s"
        max_wrapping_ttl = 90
        required_parameters = ["name"]
        allowed_parameters = { "kind" = ["x", "y*"], "*" = [] }
        denied_parameters { "secret" = [] }
      }
    `);
    expect(rule?.attributes).toEqual({ min_wrapping_ttl: '1s', max_wrapping_ttl: 90, required_parameters: ['name'], allowed_parameters: { kind: ['x', 'y*'], '*': [] }, denied_parameters: { secret: [] } });
  });

  it('may have a name and the older word for writing', () => {
    expect(parsePolicy('name = "mine"\npath "a" { policy = "write" }')[0]?.capabilities).toEqual(['create', 'read', 'update', 'delete', 'list']);
  });

  it.each([
    ['an open block', 'path "a" { capabilities = ["read"]'],
    ['an open list', 'path "a" { capabilities = ["read" }'],
    ['an open text', 'path "a { capabilities = [] }'],
    ['no text for a path', 'path a { capabilities = [] }'],
    ['an unknown word', 'route "a" { capabilities = [] }'],
    ['an unknown capability', 'path "a" { capabilities = ["write"] }'],
    ['a stray sign', 'path "a" { capabilities = ["read"]; }'],
  ])('is refused with %s', (_what, source) => {
    expect(() => parsePolicy(source)).toThrow('failed to parse policy');
  });
});

describe('a policy in JSON', () => {
  it('says the same', () => {
    expect(parsePolicy('{"path":{"a/*":{"capabilities":["read"],"min_wrapping_ttl":"1s"}}}')).toEqual([{ path: 'a/*', capabilities: ['read'], attributes: { min_wrapping_ttl: '1s' } }]);
  });

  it('is refused when it is cut', () => {
    expect(() => parsePolicy('{"path":{"a"')).toThrow('failed to parse policy');
  });
});
