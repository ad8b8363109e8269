import { SourceList } from '../../citations/source-list.js';
import { phrasesFor } from './phrases.js';
import { escapeMarkdown, Quoting } from './quoting.js';

const passage = { fileId: 'f', fileName: 'my_file.pdf', page: 2, heading: 'Terms', text: 'Delivery takes 14 days.', columns: null };

describe('quoting', () => {
  it('names place and heading and gives the citation mark', () => {
    const quoting = new Quoting(phrasesFor(false), new SourceList());
    expect(quoting.answer(passage, 'delivery')).toBe('On page 2 of my_file.pdf (under “Terms”): “Delivery takes 14 days.” [1]');
    expect(quoting.also(passage, 'delivery')).toBe('- page 2 of my_file.pdf: “Delivery takes 14 days.” [1]');
  });

  it('names only the file when it has no pages', () => {
    expect(new Quoting(phrasesFor(true), new SourceList()).answer({ ...passage, page: null, heading: null }, 'x')).toBe('In my_file.pdf: „Delivery takes 14 days.“ [1]');
  });

  it.each([
    ['**bold** and `code`', '\\*\\*bold\\*\\* and \\`code\\`'],
    ['as shown [3] <b>', 'as shown \\[3\\] \\<b\\>'],
    ['2. Unified system', '2\\. Unified system'],
    ['# Title', '\\# Title'],
    ['a_b and _emphasis_', 'a_b and \\_emphasis\\_'],
    ['__NOGLOBS__, a__b and _', '\\_\\_NOGLOBS\\_\\_, a\\_\\_b and \\_'],
    ['3.5 percent', '3.5 percent'],
  ])('writes "%s" so that it reads as it stands', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});
