import { readFileQuestion } from './file-question.js';

describe('reading a question about files', () => {
  it.each([
    ['What is on page 3?', 'page', 3, 3],
    ['what does page 12 say', 'page', 12, 12],
    ['Was steht auf Seite 7?', 'page', 7, 7],
    ['show me pages 3-5', 'page', 3, 5],
    ['zeige mir die letzte Seite', 'page', 'last', 'last'],
    ['read the first page', 'page', 1, 1],
    ['what is the price on page 3?', 'search', 3, 3],
    ['summarise page 2', 'summary', 2, 2],
  ])('reads "%s" as %s of pages %s to %s', (message, kind, from, to) => {
    expect(readFileQuestion(message)).toMatchObject({ kind, pages: { from, to } });
  });

  it.each([
    ['How many pages does it have?', 'page-count'],
    ['Wie viele Seiten hat das PDF?', 'page-count'],
    ['Summarize the document', 'summary'],
    ['Fasse das bitte zusammen', 'summary'],
    ['Worum geht es?', 'summary'],
    ['what is this file about?', 'summary'],
    ['tl;dr', 'summary'],
    ['', 'summary'],
    ['show the table of contents', 'outline'],
    ['Gliederung bitte', 'outline'],
    ['What does the contract say about notice?', 'search'],
    ['Who wrote it?', 'search'],
  ])('reads "%s" as %s', (message, kind) => {
    expect(readFileQuestion(message).kind).toBe(kind);
  });

  it('searches without the page number that was named', () => {
    expect(readFileQuestion('What is the price on page 3?')).toMatchObject({ words: expect.not.stringContaining('3') });
  });
});
