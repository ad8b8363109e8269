import { pdfDate } from './metadata.js';

describe('pdfDate', () => {
  it.each([
    ["D:20240131235959+01'00'", '2024-01-31T22:59:59.000Z'],
    ["D:20240131235959-0530", '2024-02-01T05:29:59.000Z'],
    ['D:20240131235959Z', '2024-01-31T23:59:59.000Z'],
    ['D:202401', '2024-01-01T00:00:00.000Z'],
    ['20240131', '2024-01-31T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(pdfDate(text)).toBe(iso);
  });

  it.each(['', 'yesterday', 'D:20241399', 20240131, undefined])('gives null for %p', (value) => {
    expect(pdfDate(value)).toBeNull();
  });
});
