import { pathTo } from './message-tree.js';

const messages = [
  { id: 'a', parentId: null },
  { id: 'b', parentId: 'a' },
  { id: 'c', parentId: 'b' },
  { id: 'b2', parentId: 'a' },
];

describe('pathTo', () => {
  it('gives the branch from its root down', () => {
    expect(pathTo(messages, 'c').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('leaves other branches out', () => {
    expect(pathTo(messages, 'b2').map(({ id }) => id)).toEqual(['a', 'b2']);
  });

  it('does not find a message of another chat', () => {
    expect(() => pathTo(messages, 'z')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('ends on a circle instead of running forever', () => {
    const circle = [
      { id: 'x', parentId: 'y' },
      { id: 'y', parentId: 'x' },
    ];
    expect(() => pathTo(circle, 'x')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
