import { item, lines, UPRIGHT } from '../../test/fixtures/items.js';
import type { TextItem } from './fragment.js';
import { pageText } from './page-text.js';

const LEFT = ['The left column starts with a long line', 'that goes on over several lines of its', 'own, as newspapers do it all the time,', 'and ends before the right one begins.'];
const RIGHT = ['The right column is read after the left', 'one, although its lines stand beside it', 'on the very same height of the page as', 'if they belonged together, and do not.'];
const ORDER = `${LEFT.join(' ')}\n\n${RIGHT.join(' ')}`;

const text = (items: TextItem[]): string => pageText(items, UPRIGHT);
const interleave = (a: TextItem[], b: TextItem[]): TextItem[] => a.flatMap((one, index) => [one, b[index]!]);

describe('two columns', () => {
  it('are read one after the other', () => {
    expect(text([...lines(LEFT, 72, 100), ...lines(RIGHT, 310, 100)])).toBe(ORDER);
  });

  it('are read one after the other also when the file draws line by line across both', () => {
    expect(text(interleave(lines(LEFT, 72, 100), lines(RIGHT, 310, 100)))).toBe(ORDER);
  });

  it('are read one after the other when their lines are not level', () => {
    expect(text([...lines(LEFT, 72, 100), ...lines(RIGHT, 310, 105)])).toBe(ORDER);
  });

  it('stand between a title above and a page number below', () => {
    const title = item('A title across the whole width of this page and both of its columns', 72, 60, { size: 14 });
    const items = [title, ...lines(LEFT, 72, 100), ...lines(RIGHT, 310, 100), item('4', 290, 800)];
    expect(text(items)).toBe(`${title.str}\n\n${ORDER}\n\n4`);
  });

  it('do not swallow a page number that stands below the left one', () => {
    expect(text([...lines(LEFT, 72, 100), ...lines(RIGHT, 310, 100), item('Page 4', 72, 800)])).toBe(`${ORDER}\n\nPage 4`);
  });

  it('continue a sentence from the foot of one to the head of the other', () => {
    const left = [...LEFT.slice(0, 3), 'and it breaks off in the mid-'];
    const right = ['dle of a word, which comes whole again', ...RIGHT.slice(1)];
    expect(text([...lines(left, 72, 100), ...lines(right, 310, 100)])).toContain('breaks off in the middle of a word');
  });

  it('of short entries, as in an index, are read one after the other', () => {
    const names = (from: number): string[] => Array.from({ length: 10 }, (_, index) => `Station ${from + index}`);
    expect(text([...lines(names(1), 72, 100), ...lines(names(11), 310, 100)]).replaceAll('\n', ' ')).toMatch(/Station 9 Station 10 +Station 11/);
  });

  it('may be three', () => {
    const column = (name: string): string[] => Array.from({ length: 5 }, (_, index) => `${name} column, line ${index + 1} of five lines`);
    const all = [...lines(column('First'), 40, 100), ...lines(column('Second'), 230, 103), ...lines(column('Third'), 420, 106)];
    expect(text(all).match(/First|Second|Third/g)?.join('')).toBe('First'.repeat(5) + 'Second'.repeat(5) + 'Third'.repeat(5));
  });
});

describe('tables', () => {
  const rows = [['District', 'Customers', 'Growth'], ['Altstadt', '2,119', '17.0 %'], ['Südtor', '5,119', '21.5 %'], ['Weißenfels', '3,119', '18.5 %']];
  const cells = rows.flatMap((row, index) => row.map((cell, column) => item(cell, 72 + column * 130, 100 + index * 16)));

  it('keep each row on a line of its own', () => {
    expect(text(cells)).toBe(rows.map((row) => row.join(' | ')).join('\n'));
  });

  it('keep their rows when the file draws them column by column', () => {
    const byColumn = [0, 1, 2].flatMap((column) => rows.map((row, index) => item(row[column]!, 72 + column * 130, 100 + index * 16)));
    expect(text(byColumn)).toBe(rows.map((row) => row.join(' | ')).join('\n'));
  });

  it('of questions and answers are not taken for columns', () => {
    const pairs = Array.from({ length: 5 }, (_, index) => [`How many buses run on line number ${index}?`, `There are ${index + 3} buses on this line at noon`]);
    const drawn = pairs.flatMap((pair, index) => pair.map((cell, column) => item(cell, 72 + column * 260, 100 + index * 20)));
    expect(text(drawn)).toBe(pairs.map((pair) => pair.join(' | ')).join('\n'));
  });
});

describe('paragraphs', () => {
  it('flow over line ends', () => {
    expect(text(lines(LEFT, 72, 100))).toBe(LEFT.join(' '));
  });

  it('start anew after a short line', () => {
    expect(text(lines([LEFT[0]!, 'ends here.', LEFT[1]!, LEFT[2]!], 72, 100))).toBe(`${LEFT[0]} ends here.\n${LEFT[1]} ${LEFT[2]}`);
  });

  it('leave a heading on its line, also one of the same size', () => {
    const heading = item('Übersicht der Zahlen', 72, 100, { font: 'bold' });
    expect(text([heading, ...lines(LEFT, 72, 112)])).toBe(`Übersicht der Zahlen\n${LEFT.join(' ')}`);
  });

  it('keep list items apart', () => {
    expect(text(lines(['• first thing to remember', '• second thing to remember'], 72, 100))).toBe('• first thing to remember\n• second thing to remember');
  });

  it('join a word that is broken at the line end', () => {
    expect(text(lines(['Die Donaudampfschiff-', 'fahrtsgesellschaft fährt weiter.'], 72, 100))).toBe('Die Donaudampfschifffahrtsgesellschaft fährt weiter.');
  });

  it('put a justified line with wide gaps together again', () => {
    const stretched = ['five', 'words', 'fill', 'one', 'line'].map((word, index) => item(word, 72 + index * 42.5, 112, { width: 25 }));
    expect(text([item(LEFT[0]!, 72, 100), ...stretched, item(LEFT[1]!, 72, 124), item(LEFT[2]!, 72, 136)])).toContain('five words fill one line');
  });

  it('keep the number of a heading with its words', () => {
    expect(text([item('2.1', 72, 100, { size: 14 }), item('Heizung', 72 + 21 + 20, 100, { size: 14 })])).toBe('2.1 Heizung');
  });
});

it('reads cells from the right where the script runs so', () => {
  expect(text([item('שני', 100, 100, { dir: 'rtl' }), item('ראשון', 300, 100, { dir: 'rtl' })])).toBe('ראשון | שני');
});

it('finds nothing on an empty page', () => {
  expect(text([])).toBe('');
  expect(text([item(' ', 72, 100)])).toBe('');
});
