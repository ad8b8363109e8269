import { cells, kindOf, withoutRunningLines } from './lines.js';

describe('lines of a page', () => {
  it.each([
    ['3.2 Delivery times', '', '', 'heading'],
    ['# Title', 'x', 'y', 'heading'],
    ['§ 4 Haftung', '', 'Der Verkäufer haftet.', 'heading'],
    ['Summary of results', '', '', 'heading'],
    ['TERMS AND CONDITIONS', '', 'x', 'heading'],
    ['7 The requirement applies here', '', 'and goes on below', 'text'],
    ['Summary of results', 'before', 'after', 'text'],
    ['It ends with a full stop.', '', '', 'text'],
    ['Since: 1.6', '', '', 'text'],
    ['A | B', 'x', 'y', 'row'],
    ['• one item', 'x', 'y', 'item'],
    ['(a) another item', 'x', 'y', 'item'],
    ['   ', 'x', 'y', 'blank'],
  ])('takes "%s" between "%s" and "%s" for %s', (line, before, after, kind) => {
    expect(kindOf(line, before, after)).toBe(kind);
  });

  it('takes a comment of printed code for no heading', () => {
    expect(kindOf('# This file was made by a program', 'For example:', 'text/x-diff:*.diff', true)).toBe('text');
  });

  it('tells the cells of a row from words in a sentence', () => {
    expect(cells('North | 1 | 2')).toEqual(['North', '1', '2']);
    expect(cells('North    12')).toEqual(['North', '12']);
    expect(cells('a sentence with  two blanks')).toHaveLength(1);
  });

  it('drops heads and page numbers that run through a document', () => {
    const pages = Array.from({ length: 6 }, (_, page) => ({ page: page + 5, lines: ['Report 2025', 'a', 'b', `text ${'abcdef'[page]}`, 'c', `Page ${page + 3} of 60`] }));
    expect(withoutRunningLines(pages)[2]?.lines).toEqual(['b', 'text c']);
  });

  it('keeps totals that stand at the bottom of every page', () => {
    const pages = Array.from({ length: 6 }, (_, page) => ({ page: page + 1, lines: [`Month ${'abcdef'[page]}`, 'text', `Total | ${(page * 7919) % 997}`] }));
    expect(withoutRunningLines(pages)[3]?.lines).toContain('Total | 826');
  });

  it('drops nothing from a document of two pages', () => {
    const pages = [1, 2].map((page) => ({ page, lines: ['Report', `${page}`] }));
    expect(withoutRunningLines(pages)).toEqual(pages);
  });
});
