import { bestQuote, MAX_QUOTE } from './quote.js';
import { SourceList } from './source-list.js';

const passage = { fileId: 'f', fileName: 'a.pdf', page: 1, heading: null, text: 'One.' };

describe('source list', () => {
  it('counts from one and keeps the number of a passage it knows', () => {
    const sources = new SourceList();
    expect([sources.number(passage), sources.number({ ...passage, page: 2 }), sources.number({ ...passage })]).toEqual([1, 2, 1]);
  });

  it('knows no other numbers', () => {
    const sources = new SourceList();
    sources.number(passage);
    expect([sources.has(0), sources.has(1), sources.has(2)]).toEqual([false, true, false]);
    expect(sources.source(2, '')).toBeNull();
  });
});

describe('quote', () => {
  const page = `${'The weather was fine and the harvest was good in that year. '.repeat(10)}\nThe notice period is three months to the end of a quarter.\n${'Nothing else happened in the village. '.repeat(10)}`;

  it('is the sentence that shares most with the claim', () => {
    expect(bestQuote(page, 'You must give three months of notice [1]')).toContain('The notice period is three months');
  });

  it('is never longer than allowed', () => {
    expect(bestQuote('word '.repeat(500), 'word').length).toBeLessThanOrEqual(MAX_QUOTE);
    expect(bestQuote(page, 'nothing in common').length).toBeLessThanOrEqual(MAX_QUOTE);
  });

  it('is the whole passage when that is short', () => {
    expect(bestQuote('  A short\npassage. ', 'x')).toBe('A short passage.');
  });
});
