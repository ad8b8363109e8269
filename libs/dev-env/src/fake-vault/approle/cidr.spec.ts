import { inBlocks, requireBlocks, requireSubset } from './cidr.js';

describe('an address', () => {
  it.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['10.1.2.3', ['10.1.2.3'], true],
    ['::ffff:127.0.0.1', ['127.0.0.1/32'], true],
    ['::1', ['::1/128'], true],
    ['::1', ['127.0.0.0/8'], false],
    ['2001:db8::5', ['127.0.0.1/32', '2001:db8::/32'], true],
    ['10.1.2.3', [], false],
  ])('%s is in %j: %s', (address, blocks, expected) => {
    expect(inBlocks(address, blocks)).toBe(expected);
  });
});

describe('blocks', () => {
  it('lie in outer ones or are refused', () => {
    expect(() => requireSubset(['10.1.0.0/16'], ['10.0.0.0/8'])).not.toThrow();
    expect(() => requireSubset(['10.1.0.0/16'], [])).not.toThrow();
    expect(() => requireSubset(['10.0.0.0/7'], ['10.0.0.0/8'])).toThrow('subset');
    expect(() => requireSubset(['192.0.2.0/24'], ['10.0.0.0/8'])).toThrow('subset');
  });

  it.each(['10.0.0.0/33', '10.0.0/8', 'localhost', '::1/129', '10.0.0.0/x'])('%s is none', (block) => {
    expect(() => requireBlocks([block])).toThrow('invalid CIDR');
  });
});
