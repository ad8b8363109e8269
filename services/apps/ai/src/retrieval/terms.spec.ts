import { fold, looksGerman, queryTerms, stem, terms, words } from './terms.js';

describe('terms', () => {
  it.each([
    ['Größe', 'groesse'],
    ['ﬁle', 'file'],
    ['naïve café', 'naive cafe'],
    ['ÜBER', 'ueber'],
  ])('folds "%s" to "%s"', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('reads numbers alike however their thousands are set', () => {
    expect(words('4,211 and 4.211 and 3,5 and 3.5')).toEqual(['4211', 'and', '4211', 'and', '3.5', 'and', '3.5']);
  });

  it.each([
    ['policies', 'policy'],
    ['terminated', 'terminate'],
    ['termination', 'terminate'],
    ['running', 'runs'],
    ['payments', 'payment'],
    ['Verträge', 'Verträgen'],
    ['houses', 'house'],
    ['letters', 'letter'],
  ])('brings "%s" and "%s" to one stem', (one, other) => {
    expect(stem(fold(one))).toBe(stem(fold(other)));
  });

  it('leaves numbers and short words as they are', () => {
    expect([stem('2024'), stem('gas'), stem('tee')]).toEqual(['2024', 'gas', 'tee']);
  });

  it('leaves out stop words of both languages', () => {
    expect(terms('the price of und die Marge')).toEqual([stem('price'), stem('marge')]);
  });

  it('leaves the words of asking out of a question', () => {
    expect(queryTerms('Please tell me what the document says about pumps')).toEqual(['pump']);
  });

  it('keeps the words of asking when there is nothing else', () => {
    expect(queryTerms('what does the document say')).not.toEqual([]);
  });

  it('tells German from English', () => {
    expect(looksGerman('Was steht auf Seite drei?')).toBe(true);
    expect(looksGerman('What is on page three?')).toBe(false);
    expect(looksGerman('PDF')).toBe(false);
  });
});
