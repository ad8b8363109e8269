import { pageTitle } from './page-title.js';

describe('pageTitle', () => {
  it('begins with the page and ends with whose it is', () => {
    expect(pageTitle('API keys · Settings')).toBe('API keys · Settings · Mateship');
  });

  it('takes the words of a person as they are', () => {
    expect(pageTitle('<b>1 & 2</b> {{brand}}')).toBe('<b>1 & 2</b> {{brand}} · Mateship');
  });
});
