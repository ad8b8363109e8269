import { readDocument, readFindings } from './document.js';

describe('reading skill outputs', () => {
  it('reads what pdf/extract answers', () => {
    const document = readDocument({
      fileId: 'f1', fileName: 'a.pdf', pageCount: 2, metadata: { title: null },
      outline: [{ title: 'One', page: 1, items: [{ title: 'Two', page: 2 }] }],
      pages: [{ page: 2, text: 'Hi' }],
    });
    expect(document).toEqual({
      fileId: 'f1', fileName: 'a.pdf', pageCount: 2, pages: [{ page: 2, text: 'Hi' }],
      outline: [{ title: 'One', page: 1, level: 1 }, { title: 'Two', page: 2, level: 2 }],
    });
  });

  it('reads what support/search answers, without a file id', () => {
    expect(readFindings({ results: [{ file: 'docs/a.md', heading: 'Start', text: 'Run it.', score: 3 }] })).toEqual([
      { fileId: null, fileName: 'docs/a.md', page: null, heading: 'Start', text: 'Run it.', columns: null },
    ]);
  });

  it.each([null, 'text', { pages: 'none' }, { results: 7 }, []])('makes nothing of %j', (output) => {
    expect(readDocument(output)).toBeNull();
    expect(readFindings(output)).toBeNull();
  });
});
