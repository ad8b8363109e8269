import { Collector } from './collector.js';

function filled(size: number, ...pieces: string[]) {
  const collector = new Collector();
  const rests = pieces.map((piece) => collector.fill(size, Buffer.from(piece)).toString());
  return { held: collector.bytes.toString(), rests };
}

describe('Collector', () => {
  it('holds nothing at first', () => {
    expect(new Collector().bytes).toEqual(Buffer.alloc(0));
  });

  it('takes what it needs and gives back the rest', () => {
    expect(filled(3, 'abcde')).toEqual({ held: 'abc', rests: ['de'] });
    expect(filled(3, 'abc')).toEqual({ held: 'abc', rests: [''] });
  });

  it('goes on until it is full, wherever the pieces are cut', () => {
    expect(filled(3, 'a', '', 'b', 'cd')).toEqual({ held: 'abc', rests: ['', '', '', 'd'] });
  });

  it('takes nothing more once it is full', () => {
    expect(filled(2, 'ab', 'cd')).toEqual({ held: 'ab', rests: ['', 'cd'] });
    expect(filled(0, 'ab')).toEqual({ held: '', rests: ['ab'] });
  });

  it('gives all back when it holds more than is asked for', () => {
    const collector = new Collector();
    collector.fill(4, Buffer.from('abcd'));
    expect(collector.fill(2, Buffer.from('ef')).toString()).toBe('ef');
    expect(collector.bytes.toString()).toBe('abcd');
  });

  it('goes on to a greater size', () => {
    const collector = new Collector();
    collector.fill(2, Buffer.from('ab'));
    expect(collector.fill(4, Buffer.from('cdef')).toString()).toBe('ef');
    expect(collector.bytes.toString()).toBe('abcd');
  });
});
