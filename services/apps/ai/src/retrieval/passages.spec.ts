import { annualReport } from '../../test/fixtures/annual-report.js';
import { passagesOf } from './passages.js';

function passagesIn(...pages: string[]) {
  return passagesOf({ fileId: 'f', fileName: 'a.pdf', pageCount: pages.length, outline: [], pages: pages.map((text, index) => ({ page: index + 1, text })) });
}

describe('passages', () => {
  it('makes one passage of each table row and keeps the header beside it', () => {
    const rows = passagesIn('Name | Price\nBolt | 3.50\nNut | 1.20');
    expect(rows.map(({ text, columns }) => [text, columns])).toEqual([
      ['Name | Price', null],
      ['Bolt | 3.50', 'Name | Price'],
      ['Nut | 1.20', 'Name | Price'],
    ]);
  });

  it('reads tables whose columns are set apart by tabs or wide gaps', () => {
    expect(passagesIn('Bolt\t3.50\t12').map(({ text }) => text)).toEqual(['Bolt | 3.50 | 12']);
    expect(passagesIn('Bolt      3.50     12').map(({ text }) => text)).toEqual(['Bolt | 3.50 | 12']);
  });

  it('gives what follows a heading that heading, also on the next page', () => {
    const [, first, second] = passagesIn('3.2 Delivery times\n\nGoods leave within two days.', 'Express goods leave at once.');
    expect(first).toMatchObject({ heading: '3.2 Delivery times', page: 1 });
    expect(second).toMatchObject({ heading: '3.2 Delivery times', page: 2 });
  });

  it('joins words that were hyphenated at a line end', () => {
    expect(passagesIn('Die Kündi-\ngung ist schriftlich.')[0]?.text).toBe('Die Kündigung ist schriftlich.');
  });

  it('takes ligatures apart and drops soft hyphens', () => {
    expect(passagesIn('The efﬁ\u00adciency is high.')[0]?.text).toBe('The efficiency is high.');
  });

  it('drops running heads and page numbers, which would match every question', () => {
    const texts = passagesOf(annualReport()).map(({ text }) => text);
    expect(texts.some((text) => text.includes('Halden Pumps'))).toBe(false);
    expect(texts.some((text) => /^Page \d+ of 30$/.test(text))).toBe(false);
  });

  it('cuts long paragraphs between sentences', () => {
    const sentence = 'The supplier delivers the goods to the warehouse of the customer in good time.';
    const passages = passagesIn(Array.from({ length: 12 }, () => sentence).join(' '));
    expect(passages.length).toBeGreaterThan(1);
    for (const { text } of passages) expect(text).toMatch(/^The supplier.*time\.$/);
  });

  it('takes each line as a paragraph when the extractor has joined them already', () => {
    const long = 'This is a paragraph that an extractor has already put together from its printed lines, so that it stands on one long line and is followed by another one.';
    expect(passagesIn(`${long}\n${long}`)).toHaveLength(2);
  });

  it('keeps list items apart', () => {
    expect(passagesIn('• two apples\n• three pears').map(({ text }) => text)).toEqual(['• two apples', '• three pears']);
  });

  it('does not take the middle of a sentence for a heading', () => {
    const [only] = passagesIn('as described in section\n7 The requirement of the licence applies here as\nwell and in full.');
    expect(only?.heading).toBeNull();
  });

  it('cuts text without sentences between words', () => {
    const log = passagesIn('word '.repeat(2000));
    expect(log.length).toBeGreaterThan(5);
    expect(log.every(({ text }) => text.length <= 1000 && !/^\s|\bwor$/.test(text))).toBe(true);
    expect(passagesIn('x'.repeat(5000)).map(({ text }) => text.length)).toEqual([900, 900, 900, 900, 900, 500]);
  });

  it('copes with a million blanks on one line', () => {
    expect(passagesIn(`a${' '.repeat(1_000_000)}b`)).toHaveLength(1);
  });

  it('copes with thousands of abbreviations in a row', () => {
    expect(passagesIn('Dr. '.repeat(30_000)).length).toBeGreaterThan(0);
  });

  it('makes nothing of an empty page', () => {
    expect(passagesIn('', '  \n \n')).toEqual([]);
  });
});
