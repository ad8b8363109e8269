import type { Fragment } from './fragment.js';
import { byBaseline, toSegments } from './segments.js';

function fragment(text: string, x0: number, baseline = 100, size = 10): Fragment {
  return { text, x0, x1: x0 + text.length * size * 0.5, baseline, size, font: 'f1', spaced: false };
}

const texts = (fragments: Fragment[]): string[] => toSegments(fragments).map((segment) => segment.text);

describe('toSegments', () => {
  it('joins pieces of one word and separates words', () => {
    expect(texts([fragment('Geschäfts', 72), fragment('bericht', 117.5), fragment('2025', 156)])).toEqual(['Geschäftsbericht 2025']);
  });

  it('starts a new piece where the gap is wide enough for a table cell', () => {
    expect(texts([fragment('Altstadt', 72), fragment('2119', 200)])).toEqual(['Altstadt', '2119']);
  });

  it('keeps a superscript with its word', () => {
    expect(texts([fragment('area of 5 km', 72), fragment('2', 132.2, 96, 6), fragment('of land', 137)])).toEqual(['area of 5 km2 of land']);
  });

  it('joins words that stand side by side but are drawn apart', () => {
    expect(texts([fragment('left', 72), fragment('next line', 72, 112), fragment('right', 94)])).toEqual(['left right', 'next line']);
  });

  it('does not join the end of a column with the start of the next one', () => {
    expect(texts([fragment('column one', 72), fragment('below it', 72, 112), fragment('column two', 131)])).toEqual(['column one', 'column two', 'below it']);
  });

  it('forgets the font of a mixed piece', () => {
    const mixed = toSegments([fragment('plain', 72), { ...fragment('bold', 99), font: 'f2' }]);
    expect(mixed[0]?.font).toBe('');
  });
});

describe('byBaseline', () => {
  it('groups what stands on one line, top to bottom', () => {
    const groups = byBaseline([fragment('c', 0, 130), fragment('a', 0, 100), fragment('b', 50, 100.5)], 0.2);
    expect(groups.map((group) => group.map(({ text }) => text))).toEqual([['a', 'b'], ['c']]);
  });
});
