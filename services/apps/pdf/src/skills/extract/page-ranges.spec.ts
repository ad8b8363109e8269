import { DomainError } from '@mateship/contracts';
import { ExtractInput } from './extract.contract.js';
import { parsePageRanges } from './page-ranges.js';

describe('parsePageRanges', () => {
  it('reads pages and ranges', () => {
    expect(parsePageRanges('1-3, 7,12-12')).toEqual([{ from: 1, to: 3 }, { from: 7, to: 7 }, { from: 12, to: 12 }]);
  });

  it('refuses a range that runs backwards', () => {
    expect(() => parsePageRanges('2,5-3')).toThrow(DomainError);
  });
});

describe('the contract of pages', () => {
  it.each(['1', '1-3', '1-3,7', '10, 12-14'])('accepts %s', (pages) => {
    expect(ExtractInput.safeParse({ fileId: 'f', pages }).success).toBe(true);
  });

  it.each(['', '0', '1-', '-3', 'all', '1;2', '1--2', '123456', '1,'])('refuses %j', (pages) => {
    expect(ExtractInput.safeParse({ fileId: 'f', pages }).success).toBe(false);
  });
});
