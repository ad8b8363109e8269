import { citedNumber, leadsOut } from './link-target.js';
import { CITATION_FRAGMENT } from './remark-citations.js';

describe('citedNumber', () => {
  it('reads the number of a source', () => {
    expect(citedNumber(`${CITATION_FRAGMENT}12`)).toBe(12);
  });

  it.each(['https://example.org/#source-1', '#heading', ''])('finds none in %p', (href) => {
    expect(citedNumber(href)).toBeNull();
  });
});

describe('leadsOut', () => {
  it.each(['https://example.org', 'http://example.org', 'mailto:jo@example.org'])('lets %p lead out', (href) => {
    expect(leadsOut(href)).toBe(true);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '/settings', '//example.org', 'example.org', ' https://example.org', ''])('does not let %p', (href) => {
    expect(leadsOut(href)).toBe(false);
  });
});
