import { joinLines } from './paragraphs.js';

describe('joinLines', () => {
  it.each([
    ['Donau-', 'dampf', 'Donaudampf'],
    ['Donau\u2010', 'dampf', 'Donaudampf'],
    ['Donau\u00AD', 'dampf', 'Donaudampf'],
    ['Baden-', 'Württemberg', 'Baden-Württemberg'],
    ['CO-', '2 levels', 'CO-2 levels'],
    ['Vor-', 'und Nachteile', 'Vor- und Nachteile'],
    ['short- ', 'term', 'short-  term'],
    ['pages 3-', '5', 'pages 3- 5'],
    ['plain', 'words', 'plain words'],
  ])('makes of %j and %j: %j', (left, right, joined) => {
    expect(joinLines(left, right)).toBe(joined);
  });
});
