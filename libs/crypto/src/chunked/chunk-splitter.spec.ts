import fc from 'fast-check';
import { ChunkSplitter } from './chunk-splitter.js';

function splitAll(size: number, parts: Buffer[]): Buffer[] {
  const splitter = new ChunkSplitter(size);
  const pieces: Buffer[] = [];
  const take = (data: Buffer, last: boolean) => {
    for (const piece of splitter.split(data, last)) pieces.push(Buffer.from(piece));
  };
  parts.forEach((part) => take(part, false));
  take(Buffer.alloc(0), true);
  return pieces;
}

describe('ChunkSplitter', () => {
  it('cuts any sequence of parts into full pieces and one shorter rest', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)), { maxLength: 12 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), parts, (size, data) => {
        const pieces = splitAll(size, data);
        expect(Buffer.concat(pieces)).toEqual(Buffer.concat(data));
        expect(pieces.slice(0, -1).every((piece) => piece.length === size)).toBe(true);
        expect(pieces.at(-1)!.length).toBeLessThan(size);
      }),
    );
  });

  it('ends with an empty piece when the data fills the pieces exactly', () => {
    expect(splitAll(4, [Buffer.from('abcdefgh')]).map(String)).toEqual(['abcd', 'efgh', '']);
  });

  it.each([
    ['less than a piece', 'abc', ['abc']],
    ['one piece', 'abcd', ['abcd', '']],
    ['more than a piece', 'abcdefg', ['abcd', 'efg']],
    ['nothing', '', ['']],
  ])('cuts %s that comes at once as the last', (_what, text, pieces) => {
    expect(Array.from(new ChunkSplitter(4).split(Buffer.from(text), true), String)).toEqual(pieces);
  });

  it('fills what it held back, and ends with it', () => {
    const splitter = new ChunkSplitter(4);
    const split = (text: string, last: boolean) => Array.from(splitter.split(Buffer.from(text), last), String);
    expect([split('ab', false), split('', false), split('c', false), split('defghi', false), split('j', true)]).toEqual([[], [], [], ['abcd', 'efgh'], ['ij']]);
  });

  it('does not keep a reference to the data it was given', () => {
    const splitter = new ChunkSplitter(4);
    const data = Buffer.from('abc');
    expect([...splitter.split(data, false)]).toEqual([]);
    data.fill(0);
    expect(String([...splitter.split(Buffer.from('d'), false)][0])).toBe('abcd');
  });
});
