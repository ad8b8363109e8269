import { pictureName } from './picture-name.js';

describe('pictureName', () => {
  it.each([
    ['report.pdf', 3, 'report-page-3.png'],
    ['Übersicht.PDF', 12, 'Übersicht-page-12.png'],
    ['.pdf', 1, 'document-page-1.png'],
    ['no extension', 1, 'no extension-page-1.png'],
  ])('names page of %s', (name, page, expected) => {
    expect(pictureName(name, page)).toBe(expected);
  });

  it('stays short for a long name', () => {
    expect(pictureName(`${'x'.repeat(400)}.pdf`, 1).length).toBeLessThan(180);
  });
});
