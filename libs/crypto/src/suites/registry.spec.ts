import { contentSuite } from './content.suite.js';
import { suiteOf } from './registry.js';

describe('suite registry', () => {
  it('knows the content suite by its number', () => {
    expect(suiteOf(0x0020)).toBe(contentSuite);
  });

  it.each([0, 0x0001, 0x0002, 0x0010, 0x0021, 0x0030, 0xffff])('refuses suite %p', (id) => {
    expect(() => suiteOf(id)).toThrow(RangeError);
  });
});
