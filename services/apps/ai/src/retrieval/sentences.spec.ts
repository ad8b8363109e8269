import { clip, sentences } from './sentences.js';

describe('sentences', () => {
  it('cuts at full stops, question and exclamation marks', () => {
    expect(sentences('It rains. Does it? Yes! Good.')).toEqual(['It rains.', 'Does it?', 'Yes!', 'Good.']);
  });

  it.each(['Dr. Meyer came at noon.', 'See Fig. 3 for more.', 'Das gilt z. B. Montags nicht.', 'J. S. Bach wrote it.', 'Am 3. Oktober ist frei.', 'It costs 3.50 today.'])('does not cut "%s"', (text) => {
    expect(sentences(text)).toEqual([text]);
  });

  it('keeps closing quotation marks with their sentence', () => {
    expect(sentences('He said “no.” Then he left.')).toEqual(['He said “no.”', 'Then he left.']);
  });

  it('clips at a word', () => {
    expect(clip('one two three four', 12)).toBe('one two…');
    expect(clip('short', 12)).toBe('short');
  });
});
